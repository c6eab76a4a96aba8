package dev.actionbus.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.IdempotencyKey;
import dev.actionbus.action.Identity;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.action.Order;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The body of a call that gives orders: an object with a {@code reason}, and what the call has
 * beside it. As strict as {@link RequestJson}.
 */
public final class OrderJson {

    private static final ObjectMapper TREES = new ObjectMapper();
    private static final String CLAIM = "$claim";
    private static final String REASON = "reason";
    private static final int LONGEST_TEXT = 2000;
    private static final int MOST_LABELS = 64;

    private OrderJson() {}

    /** What became of some bytes. */
    public sealed interface Parsed<T> {

        /**
         * They are an order.
         *
         * @param head who and why
         * @param rest what the call has beside it
         */
        record Good<T>(OrderHead head, T rest) implements Parsed<T> {}

        /**
         * They are none.
         *
         * @param problem why
         */
        record Bad<T>(Problem problem) implements Parsed<T> {}
    }

    /** About one action, which is named elsewhere. */
    public static Parsed<ActionId> ofAction(byte[] body, RequestHead head, String actionId) {
        return read(
                body,
                head,
                fields -> {
                    fields.refuseAllBut();
                    return new ActionId(actionId);
                });
    }

    /** About the action that has a key. */
    public static Parsed<ActionId> ofKey(byte[] body, RequestHead head, String key) {
        return read(
                body,
                head,
                fields -> {
                    fields.refuseAllBut("name", "tenant", "partitionKey");
                    String name =
                            fields.one("name")
                                    .orElseThrow(() ->
                                            new Refused(
                                                    Problem.at(
                                                            "/name",
                                                            "FIELD_MISSING",
                                                            "a key belongs to the name of an"
                                                                    + " action")));
                    return ActionId.of(
                            new Identity(
                                    fields.one("tenant").orElse(Identity.DEFAULT_TENANT),
                                    name,
                                    1,
                                    new IdempotencyKey(key),
                                    fields.one("partitionKey")));
                });
    }

    /**
     * That a run goes on.
     *
     * @param fromStep this step is done again, with all that depends on it
     * @param version of the workflow that it goes on with
     */
    public record ResumeAsked(Optional<String> fromStep, OptionalInt version) {}

    /** About a run that ended without a result. */
    public static Parsed<ResumeAsked> ofResume(byte[] body, RequestHead head) {
        return read(
                body,
                head,
                fields -> {
                    fields.refuseAllBut("fromStep", "version");
                    return new ResumeAsked(
                            fields.one("fromStep"),
                            fields.one("version")
                                    .map(Integer::valueOf)
                                    .map(OptionalInt::of)
                                    .orElseGet(OptionalInt::empty));
                });
    }

    /** A decision about a step that waits for one; approved unless it says otherwise. */
    public static Parsed<Order.Detail> ofApproval(byte[] body, RequestHead head) {
        return read(
                body,
                head,
                fields -> {
                    fields.refuseAllBut("step", "approved");
                    return new Order.Detail.Word(
                            fields.needed("step", "the step that waits for a decision"),
                            Optional.of(fields.one("approved").map(Boolean::valueOf).orElse(true)),
                            Optional.empty());
                });
    }

    /** A signal to steps that wait for it. */
    public static Parsed<Order.Detail> ofSignal(byte[] body, RequestHead head) {
        return read(
                body,
                head,
                fields -> {
                    fields.refuseAllBut("signal", "payload");
                    return new Order.Detail.Word(
                            fields.needed("signal", "the name of the signal"),
                            Optional.empty(),
                            fields.one("payload"));
                });
    }

    /** About all actions that match; the filter is as the parameters of a list. */
    public static Parsed<Map<String, List<String>>> ofMany(byte[] body, RequestHead head) {
        return read(
                body,
                head,
                fields -> {
                    fields.refuseAllBut(
                            "name",
                            "status",
                            "idempotencyKey",
                            "correlationId",
                            "label",
                            "from",
                            "to",
                            "limit",
                            "cursor");
                    return Map.copyOf(fields.values);
                });
    }

    private static <T> Parsed<T> read(byte[] body, RequestHead head, Rest<T> rest) {
        try {
            Fields fields = new Fields();
            RequestJson.document(
                    body, head, json -> json.document(field -> fields.read(field, json)));
            Optional<IdempotencyKey> key =
                    head.idempotencyKeys().isEmpty() ? Optional.empty() : Optional.of(head.key());
            T told = rest.of(fields);
            return new Parsed.Good<>(new OrderHead(head.principal(), fields.reason(), key), told);
        } catch (Refused e) {
            return new Parsed.Bad<>(e.problem());
        } catch (InvalidRequest e) {
            return new Parsed.Bad<>(RequestJson.problem(e));
        } catch (JsonProcessingException e) {
            return new Parsed.Bad<>(RequestJson.problem(e));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }

    /** Makes of the fields beside the reason what the call needs. */
    private interface Rest<T> {
        T of(Fields fields);
    }

    /** What was read. */
    private static final class Fields {

        private Optional<String> reason = Optional.empty();
        private final Map<String, List<String>> values = new HashMap<>();

        void read(String field, JsonReader json) throws IOException {
            String pointer = "/" + field;
            switch (field) {
                case REASON -> reason = Optional.of(json.text(pointer, Integer.MAX_VALUE));
                case "name",
                        "tenant",
                        "partitionKey",
                        "idempotencyKey",
                        "correlationId",
                        "from",
                        "to",
                        "cursor",
                        "status" ->
                        values.put(field, List.of(json.text(pointer, LONGEST_TEXT)));
                case "fromStep", "step", "signal" ->
                        values.put(field, List.of(json.text(pointer, LONGEST_TEXT)));
                case "payload" -> values.put(field, List.of(unclaimed(json.value(), pointer)));
                case "approved" -> values.put(field, List.of("" + json.truth(pointer)));
                case "version", "limit" -> values.put(field, List.of("" + json.integer(pointer)));
                case "labels" -> values.put("label", labels(json));
                default -> throw JsonReader.unknownField("", field);
            }
        }

        /** Any part of a payload may become a value of its own in a run. */
        private static String unclaimed(String payload, String pointer) throws IOException {
            if (TREES.readTree(payload).findValue(CLAIM) != null) {
                throw new Refused(
                        Problem.at(
                                pointer,
                                "PAYLOAD_INVALID",
                                "a payload can not claim what others have left"));
            }
            return payload;
        }

        String reason() {
            return reason.orElseThrow(() ->
                    new Refused(Problem.at("/reason", "REASON_MISSING", "an order has a reason")));
        }

        Optional<String> one(String field) {
            return Optional.ofNullable(values.get(field)).map(List::getFirst);
        }

        String needed(String field, String what) {
            return one(field)
                    .orElseThrow(() ->
                            new Refused(Problem.at("/" + field, "FIELD_MISSING", "send " + what)));
        }

        void refuseAllBut(String... known) {
            List<String> allowed = List.of(known);
            values.keySet().stream()
                    .filter(field -> !allowed.contains(field))
                    .findFirst()
                    .ifPresent(field -> {
                        throw JsonReader.unknownField("", field.equals("label") ? "labels" : field);
                    });
        }

        private static List<String> labels(JsonReader json) throws IOException {
            List<String> labels = new ArrayList<>();
            json.object(
                    "/labels",
                    label -> {
                        labels.add(label + "=" + json.text("/labels", LONGEST_TEXT));
                        JsonReader.require(
                                labels.size() <= MOST_LABELS,
                                "/labels",
                                "has at most " + MOST_LABELS + " labels");
                    });
            return labels;
        }
    }
}
