package dev.actionbus.gateway;

import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.DataRef;
import dev.actionbus.action.Mode;
import dev.actionbus.action.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of one request body while they are read. */
final class RequestFields {

    private static final int LONGEST_TEXT = 255;
    private static final int MOST_LABELS = 64;
    private static final int MOST_DATA = 256;
    private static final Set<String> KNOWN =
            Set.of(
                    "name",
                    "version",
                    "params",
                    "partitionKey",
                    "mode",
                    "retry",
                    "correlationId",
                    "causationId",
                    "inputs",
                    "outputs",
                    "labels");
    private static final Set<String> LATER = Set.of("lane", "delay", "runAt", "deadline");

    private Optional<String> name = Optional.empty();
    private int version = 1;
    private String params = "{}";
    private Optional<String> partitionKey = Optional.empty();
    private Optional<Mode> mode = Optional.empty();
    private Optional<RetryFields> retry = Optional.empty();
    private Optional<String> correlationId = Optional.empty();
    private Optional<String> causationId = Optional.empty();
    private final List<DataRef> inputs = new ArrayList<>();
    private final List<DataRef> outputs = new ArrayList<>();
    private final Map<String, String> labels = new HashMap<>();

    void readFrom(JsonReader json) throws IOException {
        json.document(field -> read(field, json));
    }

    ActionRequest request(RequestHead head) {
        String given =
                name.orElseThrow(() ->
                        new Refused(Problem.at("/name", "FIELD_MISSING", "an action has a name")));
        ActionRequest.Builder request =
                ActionRequest.named(given)
                        .version(version)
                        .params(params)
                        .key(head.key().value())
                        .handling(
                                new ActionRequest.Handling(
                                        mode, retry.map(fields -> fields.policy(mode))))
                        .origin(
                                new Origin(
                                        Origin.ANONYMOUS.principal(),
                                        correlationId,
                                        causationId,
                                        head.traceparent(),
                                        Optional.empty(),
                                        labels))
                        .data(new ActionRequest.Data(inputs, outputs));
        partitionKey.ifPresent(request::partitionKey);
        return request.build();
    }

    private void read(String field, JsonReader json) throws IOException {
        if (json.isNull() && KNOWN.contains(field)) {
            return;
        }
        switch (field) {
            case "name" -> name = Optional.of(json.text("/name", Integer.MAX_VALUE));
            case "version" -> version = json.integer("/version");
            case "params" -> params = json.letters("/params");
            case "partitionKey" ->
                    partitionKey = Optional.of(json.text("/partitionKey", Integer.MAX_VALUE));
            case "mode" -> mode = Optional.of(mode(json.text("/mode", LONGEST_TEXT)));
            case "retry" -> retry = Optional.of(RetryFields.read(json));
            case "correlationId" ->
                    correlationId = Optional.of(json.text("/correlationId", LONGEST_TEXT));
            case "causationId" ->
                    causationId = Optional.of(json.text("/causationId", LONGEST_TEXT));
            case "inputs" -> readData(json, "/inputs", inputs);
            case "outputs" -> readData(json, "/outputs", outputs);
            case "labels" -> json.object("/labels", label -> readLabel(json, label));
            default -> throw refused(field);
        }
    }

    private static Refused refused(String field) {
        return LATER.contains(field)
                ? new Refused(
                        Problem.at(
                                "/" + field,
                                "FIELD_NOT_SUPPORTED_YET",
                                field + " is not supported yet"))
                : JsonReader.unknownField("", field);
    }

    private static Mode mode(String text) {
        return switch (text) {
            case "retry" -> Mode.RETRY;
            case "once" -> Mode.ONCE;
            default ->
                    throw new Refused(
                            Problem.at("/mode", "FIELD_INVALID", "/mode is \"retry\" or \"once\""));
        };
    }

    private void readLabel(JsonReader json, String label) throws IOException {
        JsonReader.requireUnicode(label, "/labels");
        labels.put(label, json.text("/labels", LONGEST_TEXT));
        JsonReader.require(
                labels.size() <= MOST_LABELS, "/labels", "has at most " + MOST_LABELS + " labels");
    }

    private static void readData(JsonReader json, String pointer, List<DataRef> into)
            throws IOException {
        json.array(
                pointer,
                MOST_DATA,
                () -> {
                    Map<String, String> parts = new HashMap<>();
                    String here = pointer + "/" + into.size();
                    json.object(
                            here,
                            part -> {
                                switch (part) {
                                    case "namespace", "name", "version", "digest" -> {
                                        if (!json.isNull()) {
                                            parts.put(
                                                    part,
                                                    json.text(here + "/" + part, LONGEST_TEXT));
                                        }
                                    }
                                    default -> throw JsonReader.unknownField(here, part);
                                }
                            });
                    into.add(
                            new DataRef(
                                    part(parts, here, "namespace"),
                                    part(parts, here, "name"),
                                    Optional.ofNullable(parts.get("version")),
                                    Optional.ofNullable(parts.get("digest"))));
                });
    }

    private static String part(Map<String, String> parts, String pointer, String name) {
        String value = parts.get(name);
        if (value == null) {
            throw new Refused(
                    Problem.at(
                            pointer + "/" + name,
                            "FIELD_MISSING",
                            "a data set has a namespace and a name"));
        }
        return value;
    }
}
