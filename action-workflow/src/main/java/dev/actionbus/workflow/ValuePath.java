package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.document.Nearest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names and positions that lead to a value.
 *
 * @param root a name of the scope
 * @param parts each a {@link String} or a {@link Long}
 */
record ValuePath(String root, List<Object> parts) {

    private static final int LONGEST_SHOWN = 64;

    /** Says how far it led, and what there is instead. */
    Evaluated follow(Map<String, JsonNode> scope) {
        JsonNode at = scope.get(root);
        if (at == null) {
            return failed(root, "");
        }
        String where = root;
        for (Object part : parts) {
            JsonNode next = next(at, part);
            if (next == null) {
                return failed(where + shown(part), instead(where, at, part));
            }
            where += shown(part);
            at = next;
        }
        return new Evaluated.Value(at);
    }

    private static Evaluated failed(String where, String instead) {
        return new Evaluated.Failed("EXPRESSION_FAILED", "there is no " + where + instead);
    }

    private static @Nullable JsonNode next(JsonNode at, Object part) {
        if (part instanceof Long index) {
            return index >= 0 && index <= Integer.MAX_VALUE ? at.get(index.intValue()) : null;
        }
        return at.get((String) part);
    }

    private static String instead(String where, JsonNode at, Object part) {
        if (at.isObject() && part instanceof String name) {
            return Nearest.among(name, fields(at));
        }
        return "; "
                + where
                + (at.isArray()
                        ? " is a list of " + at.size()
                        : at.isObject() ? " is an object" : " is " + kind(at));
    }

    private static List<String> fields(JsonNode object) {
        return object.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.length() <= LONGEST_SHOWN)
                .map(Fields::shown)
                .toList();
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> value.asText();
            case NULL, MISSING, BINARY, POJO, OBJECT, ARRAY -> "null";
        };
    }

    private static String shown(Object part) {
        return part instanceof Long ? "[" + part + "]" : "." + Fields.shown((String) part);
    }
}
