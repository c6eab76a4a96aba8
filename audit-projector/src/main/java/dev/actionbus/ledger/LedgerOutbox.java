package dev.actionbus.ledger;

import dev.actionbus.action.Digests;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.Coordinates;
import dev.actionbus.event.TurnAsked;
import dev.actionbus.event.TurnGiven;
import dev.actionbus.event.TurnReturned;
import dev.actionbus.event.Undecodable;
import dev.actionbus.wire.CloudEvents;
import dev.actionbus.wire.EventId;
import dev.actionbus.wire.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** What the ledger writes, and to which topic. */
final class LedgerOutbox {

    static final String EVENTS = "write-events";
    static final String TASKS = "write-tasks";
    static final String REVOCATIONS = "write-revocations";
    static final String TURNS = "write-turns";
    static final String REQUESTS = "rehome-requests";
    static final String CONTROL = "write-control";
    static final String DEAD_LETTERS = "write-dead-letters";

    private static final String SOURCE = "//actionbus/ledger";

    private final ProcessorContext<byte[], byte[]> context;
    private final RecordCodec codec;
    private final GroupCommit commits;

    LedgerOutbox(ProcessorContext<byte[], byte[]> context, RecordCodec codec, GroupCommit commits) {
        this.commits = commits;
        this.context = context;
        this.codec = codec;
    }

    /** Names the record that caused an event. */
    static String causedBy(Coordinates source) {
        return source.getTopic() + "/" + source.getPartition() + "/" + source.getOffset();
    }

    /**
     * Numbers the events of one cause, whichever actions they are of: number 0 says what became of
     * the cause itself, the others what followed from it.
     */
    static final class Cause {
        private final String place;
        private int events;

        Cause(String place) {
            this.place = place;
        }

        private String next() {
            return place + "#" + events++;
        }
    }

    void send(String actionId, List<Step.Output> outputs, Cause cause) {
        for (Step.Output output : outputs) {
            switch (output) {
                case Step.Output.Event event ->
                        event(event.record(), EventId.of(actionId, cause.next()));
                case Step.Output.Grant grant ->
                        send(actionId, grant.record(), grant.record().getAt(), TASKS);
                case Step.Output.Revoke revoke ->
                        send(actionId, revoke.record(), revoke.record().getAt(), REVOCATIONS);
                case Step.Output.Turn turn -> turn(turn.record());
                case Step.Output.Request request -> {
                    ActionRequested step = request.record();
                    send(step.getActionId(), step, step.getRequestedAt(), REQUESTS);
                }
                case Step.Output.Command order ->
                        send(order.actionId(), order.record(), now(), CONTROL);
            }
        }
    }

    /** To whoever gives the turns of a limit, or to the action that gets one. */
    void turn(SpecificRecord turn) {
        switch (turn) {
            case TurnAsked ask -> send(ask.getLimit(), ask, ask.getAt(), TURNS);
            case TurnReturned back -> send(back.getLimit(), back, back.getAt(), TURNS);
            case TurnGiven given -> send(given.getActionId(), given, given.getAt(), TURNS);
            default -> throw new IllegalStateException("no such turn: " + turn);
        }
    }

    private void send(String key, SpecificRecord value, Instant at, String sink) {
        forward(new Record<>(utf8(key), codec.encode(value), at.toEpochMilli()), sink);
    }

    void event(SpecificRecord event, String actionId, String cause) {
        event(event, EventId.of(actionId, cause));
    }

    /** Its key and subject are the action id; without one, what caused it. */
    private void event(SpecificRecord event, EventId id) {
        Instant at = now();
        String subject = id.actionId().orElse(id.cause());
        Headers headers = CloudEvents.headers(event, id.toString(), SOURCE, subject, at);
        forward(
                new Record<>(utf8(subject), codec.encode(event), at.toEpochMilli(), headers),
                EVENTS);
    }

    /** Sends a request to where it belongs; there it is admitted as if it had come directly. */
    void rehome(String actionId, Record<byte[], byte[]> message) {
        forward(message.withKey(utf8(actionId)), REQUESTS);
    }

    void deadLetter(
            Record<byte[], byte[]> message,
            Coordinates source,
            String code,
            String detail,
            Instant now) {
        Headers headers = new RecordHeaders();
        headers.add("actionbus-code", utf8(code));
        headers.add("actionbus-detail", utf8(detail));
        headers.add("actionbus-source", utf8(causedBy(source)));
        forward(message.withHeaders(headers), DEAD_LETTERS);
        byte[] value = message.value() == null ? new byte[0] : message.value();
        event(
                new Undecodable(source, code, detail, Digests.sha256Hex(value), now),
                new EventId(Optional.empty(), causedBy(source)));
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    private void forward(Record<byte[], byte[]> message, String sink) {
        commits.wrote(context.currentSystemTimeMs());
        context.forward(message, sink);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
