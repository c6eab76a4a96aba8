package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.document.Nearest;
import dev.actionbus.document.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One object of a definition, read strictly: each key known, each of its kind. What is wrong goes
 * to the errors and reads as absent.
 *
 * @param where what the object is, for messages
 */
record Fields(String where, JsonNode object, String pointer, Errors errors) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** Refuses every key but these. */
    Fields only(Collection<String> known) {
        for (String key : names()) {
            if (!known.contains(key)) {
                errors.add(
                        "FIELD_UNKNOWN",
                        at(key),
                        where + " has no key " + shown(key) + Nearest.among(key, known));
            }
        }
        return this;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    boolean has(String key) {
        return object.has(key);
    }

    /** JSON pointer of the key's value. */
    String at(String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    Optional<JsonNode> value(String key) {
        return Optional.ofNullable(object.get(key));
    }

    Optional<String> text(String key) {
        return value(key)
                .flatMap(value ->
                        value.isTextual()
                                ? Optional.of(value.textValue())
                                : invalid(key, "is text"));
    }

    OptionalInt whole(String key, int least, int most) {
        JsonNode value = object.get(key);
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value.isIntegralNumber() && value.canConvertToInt()) {
            int number = value.intValue();
            if (number >= least && number <= most) {
                return OptionalInt.of(number);
            }
        }
        errors.add(
                key.equals("version") ? "VERSION_INVALID" : "FIELD_INVALID",
                at(key),
                key + " is a whole number, " + least + " to " + most);
        return OptionalInt.empty();
    }

    Optional<Double> number(String key) {
        return value(key)
                .flatMap(value ->
                        value.isNumber()
                                ? Optional.of(value.doubleValue())
                                : invalid(key, "is a number"));
    }

    /** More than nothing, at most 365 days. */
    Optional<Duration> span(String key) {
        return spanOrZero(key)
                .filter(span -> {
                    if (span.isZero()) {
                        errors.add("TIMEOUT_INVALID", at(key), key + " is more than 0");
                    }
                    return !span.isZero();
                });
    }

    Optional<Duration> spanOrZero(String key) {
        Optional<String> text = text(key);
        Optional<Duration> span = text.flatMap(Spans::parse).filter(d -> d.compareTo(LONGEST) <= 0);
        if (text.isPresent() && span.isEmpty()) {
            errors.add("TIMEOUT_INVALID", at(key), key + " " + Spans.RULE + ", at most 365d");
        }
        return span;
    }

    Optional<Fields> object(String key, String what) {
        return value(key)
                .flatMap(value ->
                        value.isObject()
                                ? Optional.of(new Fields(what, value, at(key), errors))
                                : invalid(key, "is an object"));
    }

    /** An object as it is; empty where there is none. */
    ObjectNode data(String key) {
        JsonNode value = object.get(key);
        if (value instanceof ObjectNode data) {
            return data;
        }
        if (value != null) {
            invalid(key, "is an object");
        }
        return Json.object();
    }

    List<String> texts(String key) {
        JsonNode value = object.get(key);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        value.forEach(item -> {
            if (item.isTextual()) {
                texts.add(item.textValue());
            }
        });
        if (!value.isArray() || texts.size() != value.size()) {
            invalid(key, "is a list of texts, such as [a, b]");
        }
        return texts;
    }

    <T> Optional<T> invalid(String key, String rule) {
        errors.add("FIELD_INVALID", at(key), key + " " + rule);
        return Optional.empty();
    }

    <T> Optional<T> missing(String key, String rule) {
        errors.add("FIELD_MISSING", pointer, rule);
        return Optional.empty();
    }

    /** Foreign text made fit for one line. */
    static String shown(String text) {
        String line = text.replaceAll("\\p{C}", "?");
        return line.length() > 64 ? line.substring(0, 64) + "..." : line;
    }
}
