package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationExceptionBuilder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What CEL computed as JSON; objects and lists that it only handed on are the ones that went in.
 */
final class FromCel {

    static final int MAX_NODES = 100_000;

    private int nodes;

    private FromCel() {}

    /** Throws {@link TooMuch} for more values than {@link #MAX_NODES}. */
    static JsonNode json(@Nullable Object value) throws CelEvaluationException {
        return new FromCel().convert(value);
    }

    private JsonNode convert(@Nullable Object value) throws CelEvaluationException {
        if (++nodes > MAX_NODES) {
            throw new TooMuch("more than " + MAX_NODES + " values come out");
        }
        if (value instanceof ToCel.ObjectView view) {
            return counted(view.json());
        } else if (value instanceof ToCel.ListView view) {
            return counted(view.json());
        } else if (value == null || value instanceof NullValue) {
            return Json.NODES.nullNode();
        } else if (value instanceof String text) {
            return Json.NODES.textNode(text);
        } else if (value instanceof Boolean flag) {
            return Json.NODES.booleanNode(flag);
        } else if (value instanceof Map<?, ?> map) {
            return object(map);
        } else if (value instanceof List<?> list) {
            return list(list);
        } else if (value instanceof Optional<?> optional) {
            return convert(optional.orElse(null));
        }
        return number(value);
    }

    /** What was handed on counts as well: a list may hold the same large object many times. */
    private JsonNode counted(JsonNode value) {
        nodes += value.size();
        if (nodes > MAX_NODES) {
            throw new TooMuch("more than " + MAX_NODES + " values come out");
        }
        return value;
    }

    private JsonNode object(Map<?, ?> map) throws CelEvaluationException {
        ObjectNode object = Json.object();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw wrong("a key of a JSON object is text");
            }
            object.set(name, convert(entry.getValue()));
        }
        return object;
    }

    private JsonNode list(List<?> items) throws CelEvaluationException {
        ArrayNode list = Json.list();
        for (Object item : items) {
            list.add(convert(item));
        }
        return list;
    }

    private static JsonNode number(Object value) throws CelEvaluationException {
        if (value instanceof Long number) {
            return Json.NODES.numberNode(number);
        } else if (value instanceof UnsignedLong number) {
            return Json.NODES.numberNode(number.bigIntegerValue());
        } else if (value instanceof Double number && Double.isFinite(number)) {
            return Json.NODES.numberNode(new BigDecimal(number.toString()));
        } else if (value instanceof Double) {
            throw wrong("the result is not a finite number");
        }
        throw wrong("the result is not JSON; string() makes text of it");
    }

    private static CelEvaluationException wrong(String message) {
        return CelEvaluationExceptionBuilder.newBuilder(message).build();
    }
}
