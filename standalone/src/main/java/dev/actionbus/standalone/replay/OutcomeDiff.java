package dev.actionbus.standalone.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.actionbus.standalone.replay.Replayed.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares outcomes field by field. Numbers by value: 1 and 1.0 are the same. */
final class OutcomeDiff {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
                    .build();

    private OutcomeDiff() {}

    static List<Difference> between(Ending recorded, Ending replayed) {
        List<Difference> found = new ArrayList<>();
        if (!recorded.status().equals(replayed.status())) {
            found.add(new Difference("status", recorded.status(), replayed.status()));
        }
        if (recorded instanceof Ending.Completed before
                && replayed instanceof Ending.Completed after) {
            compare("result", json(before.result()), json(after.result()), found);
        }
        if (recorded instanceof Ending.Failed before
                && replayed instanceof Ending.Failed after
                && !before.code().equals(after.code())) {
            found.add(new Difference("error.code", before.code(), after.code()));
        }
        return found;
    }

    private static void compare(
            String place, JsonNode before, JsonNode after, List<Difference> found) {
        if (before.isObject() && after.isObject()) {
            Set<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(place + "/" + escaped(name), before.path(name), after.path(name), found);
            }
        } else if (before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(place + "/" + i, before.path(i), after.path(i), found);
            }
        } else if (!same(before, after)) {
            found.add(new Difference(place, shown(before), shown(after)));
        }
    }

    private static boolean same(JsonNode before, JsonNode after) {
        return (before.isNumber() && after.isNumber())
                ? before.decimalValue().compareTo(after.decimalValue()) == 0
                : before.equals(after);
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "" : node.toString();
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recorded result is JSON", e);
        }
    }
}
