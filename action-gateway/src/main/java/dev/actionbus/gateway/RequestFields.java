package dev.actionbus.gateway;

import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.DataRef;
import dev.actionbus.action.Mode;
import dev.actionbus.action.Origin;
import dev.actionbus.action.PayloadClaim;
import dev.actionbus.action.Turn;
import java.io.IOException;
import java.time.Instant;
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
    private static final String KEY = "idempotencyKey";
    private static final Set<String> KNOWN =
            Set.of(
                    "name",
                    KEY,
                    "version",
                    "params",
                    "partitionKey",
                    "lane",
                    "priority",
                    "delay",
                    "runAt",
                    "startBy",
                    "deadline",
                    "timeout",
                    "mode",
                    "retry",
                    "correlationId",
                    "causationId",
                    "inputs",
                    "outputs",
                    "labels");

    private final RequestHead head;
    private Optional<String> name = Optional.empty();
    private Optional<String> key = Optional.empty();
    private int version = 1;
    private String params = "{}";
    private Optional<String> partitionKey = Optional.empty();
    private Optional<String> lane = Optional.empty();
    private int priority;
    private final TimingFields timing = new TimingFields();
    private Optional<Mode> mode = Optional.empty();
    private Optional<RetryFields> retry = Optional.empty();
    private Optional<String> correlationId = Optional.empty();
    private Optional<String> causationId = Optional.empty();
    private final List<DataRef> inputs = new ArrayList<>();
    private final List<DataRef> outputs = new ArrayList<>();
    private final Map<String, String> labels = new HashMap<>();

    RequestFields(RequestHead head) {
        this.head = head;
    }

    void readFrom(JsonReader json) throws IOException {
        json.document(field -> read(field, json));
    }

    ActionRequest request(Instant now) {
        String given =
                name.orElseThrow(() ->
                        new Refused(Problem.at("/name", "FIELD_MISSING", "an action has a name")));
        if (PayloadClaim.in(params).isPresent()) {
            throw new Refused(
                    Problem.at(
                            "/params/$claim",
                            "PARAMS_INVALID",
                            "params can not claim what others have left"));
        }
        ActionRequest.Builder request =
                ActionRequest.named(given)
                        .version(version)
                        .params(params)
                        .key(key.orElseGet(() -> head.key().value()))
                        .timing(timing.timing(now))
                        .turn(new Turn(lane, priority))
                        .handling(
                                new ActionRequest.Handling(
                                        mode, retry.map(fields -> fields.policy(mode))))
                        .origin(
                                new Origin(
                                        head.principal(),
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
        if (json.isNull() && KNOWN.contains(field) && !field.equals(KEY)) {
            return;
        }
        switch (field) {
            case "name" -> name = Optional.of(json.text("/name", Integer.MAX_VALUE));
            case KEY -> key = Optional.of(key(json));
            case "version" -> version = json.integer("/version");
            case "params" -> params = json.letters("/params");
            case "partitionKey" ->
                    partitionKey = Optional.of(json.text("/partitionKey", Integer.MAX_VALUE));
            case "lane" -> lane = Optional.of(json.text("/lane", Integer.MAX_VALUE));
            case "priority" -> priority = json.integer("/priority");
            case "mode" -> mode = Optional.of(mode(json.text("/mode", LONGEST_TEXT)));
            case "retry" -> retry = Optional.of(RetryFields.read(json));
            case "correlationId" ->
                    correlationId = Optional.of(json.text("/correlationId", LONGEST_TEXT));
            case "causationId" ->
                    causationId = Optional.of(json.text("/causationId", LONGEST_TEXT));
            case "inputs" -> readData(json, "/inputs", inputs);
            case "outputs" -> readData(json, "/outputs", outputs);
            case "labels" -> json.object("/labels", label -> readLabel(json, label));
            default -> {
                if (!timing.read(field, json)) {
                    throw JsonReader.unknownField("", field);
                }
            }
        }
    }

    /** In a batch; a single request has its key in a header. */
    private String key(JsonReader json) throws IOException {
        if (!head.isLine()) {
            throw JsonReader.unknownField("", KEY);
        }
        return json.text("/" + KEY, Integer.MAX_VALUE);
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
