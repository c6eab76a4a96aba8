package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionProof;
import dev.actionbus.audit.AuditView;
import dev.actionbus.audit.CommittedEvents;
import dev.actionbus.audit.EventPlace;
import dev.actionbus.audit.EventQuery;
import dev.actionbus.audit.EventSearch;
import dev.actionbus.audit.EventsMissing;
import dev.actionbus.audit.LogView;
import dev.actionbus.audit.app.LogQueries.Reply;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What this process knows of the logs. */
final class LocalLogs {

    private static final String PENDING = "CHECKPOINT_PENDING";
    private static final String NOTE = "text/plain; charset=utf-8";

    private static final int MOST_EVENTS = 500;

    private final Projector projector;
    private final RecordCodec codec;
    private final LogJson json;

    LocalLogs(Projector projector, RecordCodec codec) {
        this.projector = projector;
        this.codec = codec;
        this.json = new LogJson(codec);
    }

    /**
     * @param view of the partitions that are asked; they are folded here
     * @throws AuditView.NotHere another process knows
     * @throws org.apache.kafka.common.KafkaException Kafka does not answer
     */
    Reply answer(LogQuestion question, AuditView view) {
        return answer(question, projector.logs().on(view));
    }

    /** From a copy, which does not know what it lacks, and may lack parts of a tree. */
    Reply ofCopy(LogQuestion question, AuditView copies) {
        if (question instanceof LogQuestion.Digests) {
            throw AuditView.NotHere.because("the view is moving");
        }
        try {
            Reply reply = answer(question, projector.logs().on(copies));
            if (reply.status() == Reply.OK) {
                return reply;
            }
        } catch (NoSuchElementException e) {
            // it is still being made
        }
        throw AuditView.NotHere.because("a copy does not know this yet");
    }

    private Reply answer(LogQuestion question, LogView logs) {
        return switch (question) {
            case LogQuestion.Logs _ -> json(json.logs(logs, projector.keys()));
            case LogQuestion.Digests _ -> json(json.digests(logs));
            case LogQuestion.LastCheckpoint it ->
                    logs.checkpoint(it.partition())
                            .map(note -> ok(NOTE, utf8(note.format())))
                            .orElseGet(() -> missing("nothing was signed yet"));
            case LogQuestion.Tile it ->
                    bytes(
                            logs.tile(
                                    it.partition(),
                                    it.level(),
                                    it.tile().index(),
                                    it.tile().width()));
            case LogQuestion.Entries it ->
                    bytes(logs.entries(it.partition(), it.tile().index(), it.tile().width()));
            case LogQuestion.Events it -> events(logs, it);
            case LogQuestion.Behind it -> behind(logs, it);
            case LogQuestion.Search it -> search(logs, it.query());
            case LogQuestion.Proof it -> proof(logs, it.id());
        };
    }

    /** It is known, and can not be proved before the next checkpoint. */
    static boolean isPending(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8).contains(PENDING);
    }

    private Reply behind(LogView logs, LogQuestion.Behind question) {
        List<EventPlace> all = places(logs, question.id());
        if (all.isEmpty()) {
            return nobodyAsked();
        }
        List<EventPlace> behind =
                all.stream().filter(place -> place.offset() > question.offset()).toList();
        List<EventPlace> page = behind.stream().limit(MOST_EVENTS).toList();
        int home = Placement.home(question.id(), logs.naming().homes());
        List<LogJson.Event> events =
                page.isEmpty() ? List.of() : read(logs.naming().partition(home), page);
        boolean more = behind.size() > page.size();
        return events.size() < page.size()
                ? recordsAreGone()
                : json(json.told(question.id(), logs.naming().log(home), events, more));
    }

    private List<EventPlace> places(LogView logs, ActionId id) {
        List<EventPlace> places = logs.events(id);
        return places.isEmpty() && !projector.absence().isCertain(id) ? logs.events(id) : places;
    }

    private Reply events(LogView logs, LogQuestion.Events question) {
        int home = Placement.home(question.id(), logs.naming().homes());
        List<EventPlace> places =
                places(logs, question.id()).stream()
                        .filter(place ->
                                question.asOf().map(it -> it.covers(home, place)).orElse(true))
                        .toList();
        if (places.isEmpty()) {
            return nobodyAsked();
        }
        List<LogJson.Event> events = read(logs.naming().partition(home), places);
        return events.size() < places.size()
                ? recordsAreGone()
                : json(json.events(question.id(), logs.naming().log(home), events));
    }

    private Reply search(LogView logs, EventQuery query) {
        EventSearch search =
                new EventSearch(
                        logs.view(),
                        new CommittedEvents(projector.reads(), logs.naming().events()),
                        codec,
                        logs.naming().homes());
        try {
            return json(json.found(logs.naming(), search.here(query)));
        } catch (EventsMissing e) {
            return recordsAreGone();
        }
    }

    private Reply proof(LogView logs, ActionId id) {
        if (logs.events(id).isEmpty() && projector.absence().isCertain(id)) {
            return nobodyAsked();
        }
        Optional<ActionProof> proof = logs.prove(id);
        if (proof.isEmpty()) {
            return RemoteLogs.reply(
                    new Problem(
                            Problem.UNAVAILABLE,
                            PENDING,
                            "the newest checkpoint does not cover all of the action's events yet"));
        }
        List<EventPlace> places =
                proof.get().events().stream().map(ActionProof.Included::place).toList();
        List<LogJson.Event> events = read(logs.naming().partition(proof.get().partition()), places);
        return events.size() < places.size()
                ? recordsAreGone()
                : json(json.proof(id, proof.get(), projector.keys(), events));
    }

    private List<LogJson.Event> read(TopicPartition partition, List<EventPlace> places) {
        List<ConsumerRecord<byte[], byte[]>> records =
                projector.reads().at(partition, places.stream().map(EventPlace::offset).toList());
        return places.stream()
                .flatMap(place ->
                        records.stream()
                                .filter(it -> it.offset() == place.offset())
                                .map(it -> new LogJson.Event(place, it.key(), it.value())))
                .toList();
    }

    private static Reply bytes(Optional<byte[]> found) {
        return found.map(it -> ok(MediaType.APPLICATION_OCTET_STREAM, it))
                .orElseGet(() -> missing("the tree has not grown so far"));
    }

    private static Reply json(String body) {
        return ok(MediaType.APPLICATION_JSON, utf8(body));
    }

    private static Reply ok(String type, byte[] body) {
        return new Reply(Reply.OK, type, body);
    }

    private static Reply missing(String detail) {
        return RemoteLogs.reply(new Problem(404, "NOT_YET", detail));
    }

    private static Reply nobodyAsked() {
        return RemoteLogs.reply(
                new Problem(404, "ACTION_NOT_FOUND", "nobody asked for this action"));
    }

    private static Reply recordsAreGone() {
        return RemoteLogs.reply(
                new Problem(500, "EVENTS_MISSING", "events are not in the log any more"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
