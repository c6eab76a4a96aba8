package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Names and positions that lead to a value.
 *
 * @param root a name of the scope
 * @param parts each a {@link String} or a {@link Long}
 */
record ValuePath(String root, List<Object> parts) {

    Evaluated follow(Map<String, JsonNode> scope) {
        JsonNode at = scope.get(root);
        String where = root;
        for (Object part : parts) {
            if (at == null) {
                break;
            }
            where += part instanceof Long ? "[" + part + "]" : "." + part;
            at = next(at, part);
        }
        return at == null
                ? new Evaluated.Failed("EXPRESSION_FAILED", "there is no " + where)
                : new Evaluated.Value(at);
    }

    private static @org.jspecify.annotations.Nullable JsonNode next(JsonNode at, Object part) {
        if (part instanceof Long index) {
            return index >= 0 && index <= Integer.MAX_VALUE ? at.get(index.intValue()) : null;
        }
        return at.get((String) part);
    }
}
