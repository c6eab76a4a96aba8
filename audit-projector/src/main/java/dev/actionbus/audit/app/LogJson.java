package dev.actionbus.audit.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionProof;
import dev.actionbus.audit.EventPlace;
import dev.actionbus.audit.EventType;
import dev.actionbus.audit.FoundEvents;
import dev.actionbus.audit.LogView;
import dev.actionbus.audit.RowDigest;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogEntry;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.VerifierKey;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.Run;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The logs as JSON. */
record LogJson(RecordCodec codec) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROOF_FORMAT = "actionbus-proof/1";

    /** An event and where it lies. */
    record Event(EventPlace place, byte @Nullable [] key, byte @Nullable [] value) {}

    String logs(LogView logs, List<VerifierKey> keys) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode list = body.putArray("logs");
        for (int partition : logs.partitionsHere()) {
            list.addObject()
                    .put("partition", partition)
                    .put("origin", logs.naming().log(partition).origin())
                    .put("size", logs.size(partition));
        }
        put(body, keys);
        return body.toString();
    }

    String digests(LogView logs) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode list = body.putArray("partitions");
        for (int partition : logs.partitionsHere()) {
            RowDigest digest = logs.digest(partition);
            list.addObject()
                    .put("partition", partition)
                    .put("size", digest.size())
                    .put("digest", digest.digest().toString());
        }
        return body.toString();
    }

    String events(ActionId id, LogId log, List<Event> events) {
        ObjectNode body = JSON.createObjectNode().put("actionId", id.value());
        ArrayNode list = body.putArray("events");
        events.forEach(event -> put(list.addObject(), log, event));
        return body.toString();
    }

    /** Events with all they say. */
    String told(ActionId id, LogId log, List<Event> events, boolean more) {
        ObjectNode body = JSON.createObjectNode().put("actionId", id.value()).put("more", more);
        ArrayNode list = body.putArray("events");
        for (Event event : events) {
            ObjectNode json = list.addObject();
            put(json, log, event);
            if (codec.decode(event.value(), Contract.EVENTS) instanceof Decoded.Readable readable) {
                json.putRawValue("data", new RawValue(readable.value().toString()));
            }
        }
        return body.toString();
    }

    /** What a search has found in the partitions of a process. */
    String found(LogView.Naming naming, List<FoundEvents> found) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode parts = body.putArray("parts");
        for (FoundEvents part : found) {
            ObjectNode json =
                    parts.addObject()
                            .put("partition", part.partition())
                            .put("reached", part.reached());
            part.until().ifPresent(until -> json.put("until", until.toString()));
            ArrayNode events = json.putArray("events");
            for (FoundEvents.Found one : part.events()) {
                ObjectNode event = events.addObject();
                one.actionId().ifPresent(id -> event.put("actionId", id));
                one.name().ifPresent(name -> event.put("name", name));
                put(
                        event,
                        naming.log(part.partition()),
                        new Event(one.place(), one.event().key(), one.event().value()));
            }
        }
        return body.toString();
    }

    String proof(ActionId id, ActionProof proof, List<VerifierKey> keys, List<Event> events) {
        ObjectNode body =
                JSON.createObjectNode()
                        .put("format", PROOF_FORMAT)
                        .put("actionId", id.value())
                        .put("checkpoint", proof.checkpoint().format());
        put(body, keys);
        ArrayNode list = body.putArray("records");
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            ArrayNode path =
                    list.addObject()
                            .put("ordinal", event.place().ordinal())
                            .put("offset", event.place().offset())
                            .put("key", event.key())
                            .put("value", event.value())
                            .putArray("proof");
            proof.events().get(i).path().forEach(hash -> path.add(hash.base64()));
        }
        return body.toString();
    }

    private void put(ObjectNode json, LogId log, Event event) {
        describe(json, event);
        json.put("partition", log.partition())
                .put("offset", event.place().offset())
                .put("ordinal", event.place().ordinal())
                .put("entry", entry(log, event).toString());
    }

    private static void put(ObjectNode body, List<VerifierKey> keys) {
        ArrayNode list = body.putArray("keys");
        keys.forEach(key -> list.add(key.text()));
    }

    private static Hash entry(LogId log, Event event) {
        return LogEntry.of(log, event.place().ordinal(), event.key(), event.value());
    }

    private void describe(ObjectNode json, Event event) {
        switch (codec.decode(event.value(), Contract.EVENTS)) {
            case Decoded.Readable readable -> {
                SpecificRecord it = readable.value();
                json.put("type", it.getClass().getSimpleName())
                        .put("time", event.place().time().toString());
                Contract.field(it, "at").ifPresent(at -> json.put("at", at.toString()));
                by(it).ifPresent(by -> json.put("by", by));
                Contract.field(it, "attempt")
                        .ifPresent(attempt -> json.put("attempt", (Integer) attempt));
            }
            case Decoded.Unreadable why ->
                    json.put("type", EventType.UNREADABLE)
                            .put("time", event.place().time().toString())
                            .put("code", why.code());
        }
    }

    /** Whoever caused it: the principal, or the executor that reported. */
    private static Optional<String> by(SpecificRecord event) {
        if (event instanceof ActionAccepted accepted) {
            return Optional.of(accepted.getRequest().getContext().getPrincipal());
        }
        return Contract.field(event, "principal")
                .or(() -> Contract.field(event, "executor"))
                .or(() -> Contract.field(event, "run").map(run -> ((Run) run).getExecutor()))
                .map(Object::toString);
    }
}
