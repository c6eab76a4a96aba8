package dev.actionbus.gateway.workflow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The body of a call that begins a run: as that of {@code POST /v1/actions} without what only a
 * handler understands. The name is in the path, the version is the workflow's.
 *
 * @param text with its letters; an object
 * @param fields its top-level ones
 * @param version if it has one that is a number
 */
record RunBody(String text, Set<String> fields, OptionalInt version) {

    /** What a run has no use for. */
    private static final Set<String> NOT_OF_RUNS = Set.of("name", "mode", "retry", "timeout");

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * No body is an empty object. One that is not JSON has no fields: whoever reads it as a request
     * says what is wrong with it.
     */
    static RunBody of(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return new RunBody("{}", Set.of(), OptionalInt.empty());
        }
        Set<String> fields = new TreeSet<>();
        OptionalInt version = OptionalInt.empty();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new RunBody(text, Set.of(), OptionalInt.empty());
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                fields.add(field);
                if (json.nextToken() == JsonToken.VALUE_NUMBER_INT && field.equals("version")) {
                    version = OptionalInt.of(json.getIntValue());
                }
                json.skipChildren();
            }
        } catch (IOException e) {
            return new RunBody(text, fields, version);
        }
        return new RunBody(text, fields, version);
    }

    Optional<String> notOfRuns() {
        return fields.stream().filter(NOT_OF_RUNS::contains).findFirst();
    }

    /** The body of the request for the action that the run is. */
    byte[] asAction(String name, int newest) {
        int brace = text.indexOf('{');
        if (brace < 0) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        String lead =
                "\"name\":\""
                        + name
                        + "\""
                        + (fields.contains("version") ? "" : ",\"version\":" + newest)
                        + (fields.isEmpty() ? "" : ",");
        return (text.substring(0, brace + 1) + lead + text.substring(brace + 1))
                .getBytes(StandardCharsets.UTF_8);
    }
}
