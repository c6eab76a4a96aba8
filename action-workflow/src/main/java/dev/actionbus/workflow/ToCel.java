package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.NullValue;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON as CEL sees it: in place, nothing is copied. */
final class ToCel {

    static final int MAX_TEXT = 1 << 14;

    private ToCel() {}

    static Map<String, Object> scope(Map<String, JsonNode> scope) {
        Map<String, Object> all = new HashMap<>();
        scope.forEach((name, value) -> all.put(name, value(value)));
        return all;
    }

    static Object value(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> new ObjectView(value);
            case ARRAY -> new ListView(value);
            case STRING -> text(value.textValue());
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> number(value);
            case NULL, MISSING, BINARY, POJO -> NullValue.NULL_VALUE;
        };
    }

    /** An expression can hand on longer ones whole, but not look into them. */
    private static String text(String text) {
        if (text.length() > MAX_TEXT) {
            throw new TooMuch("a text of more than " + MAX_TEXT + " characters");
        }
        return text;
    }

    private static Object number(JsonNode number) {
        if (number.isIntegralNumber() && number.canConvertToLong()) {
            return number.longValue();
        }
        return number.doubleValue();
    }

    static final class ObjectView extends AbstractMap<String, Object> {
        private final JsonNode object;

        ObjectView(JsonNode object) {
            this.object = object;
        }

        JsonNode json() {
            return object;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            JsonNode value = key instanceof String name ? object.get(name) : null;
            return value == null ? null : value(value);
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return key instanceof String name && object.has(name);
        }

        @Override
        public int size() {
            return object.size();
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return object.properties().stream()
                    .map(e -> Map.entry(e.getKey(), value(e.getValue())))
                    .collect(Collectors.toSet());
        }

        @Override
        public Set<String> keySet() {
            return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
        }
    }

    static final class ListView extends AbstractList<Object> {
        private final JsonNode list;

        ListView(JsonNode list) {
            this.list = list;
        }

        JsonNode json() {
            return list;
        }

        @Override
        public Object get(int index) {
            JsonNode item = list.get(index);
            if (item == null) {
                throw new IndexOutOfBoundsException("Index out of bounds: " + index);
            }
            return value(item);
        }

        @Override
        public int size() {
            return list.size();
        }
    }
}
