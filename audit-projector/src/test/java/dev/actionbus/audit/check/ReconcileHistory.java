package dev.actionbus.audit.check;

import static java.util.Objects.requireNonNull;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.Coordinates;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.Run;
import dev.actionbus.event.Undecodable;
import dev.actionbus.ledger.Samples;
import dev.actionbus.testkit.InMemorySchemaRegistry;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.EventId;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The topics of a bus with one partition, written by hand. */
final class ReconcileHistory {

    static final Topics TOPICS = Topics.DEFAULT;
    static final ActionRequested REQUEST = Samples.request("k", "r1", "{}");
    static final String ID = REQUEST.getActionId();

    private final RecordCodec codec = new RecordCodec(new InMemorySchemaRegistry());
    private final Map<String, List<ConsumerRecord<byte[], byte[]>>> topics = new HashMap<>();
    private final Map<String, Long> committed = new HashMap<>();
    private boolean quiet;
    private long eventsBegin;

    /** A request done, a duplicate of it, and a record that can not be read. */
    static ReconcileHistory good() {
        ReconcileHistory history = new ReconcileHistory();
        history.input(TOPICS.requests(), REQUEST);
        history.input(TOPICS.requests(), Samples.request("k", "r2", "{}"));
        history.garbage(TOPICS.requests());
        history.input(TOPICS.reports(), Samples.started(ID, 1, "e1"));
        history.input(TOPICS.reports(), Samples.succeeded(ID, 1, "e1", "{}"));
        history.event(accepted(), "action.requests/0/0#0");
        history.event(duplicate(), "action.requests/0/1#0");
        history.unreadable("action.requests/0/2");
        history.deadLetter("action.requests/0/2");
        history.event(completed(), "action.reports/0/1#0");
        return history;
    }

    static ActionAccepted accepted() {
        return new ActionAccepted(REQUEST, "f", Samples.START, null, 1, 1);
    }

    static DuplicateObserved duplicate() {
        return new DuplicateObserved(
                ID, "r2", "alice", "story-k", "r1", ActionStatus.ADMITTED, null, Samples.START);
    }

    static ActionCompleted completed() {
        return new ActionCompleted(
                ID,
                REQUEST.getIntent(),
                "story-k",
                1,
                new Run("e1", Samples.START),
                "{}",
                List.of(),
                Samples.START);
    }

    void input(String topic, SpecificRecord value) {
        add(topic, ID, codec.encode(value));
        committed.merge(topic, 1L, Long::sum);
    }

    void garbage(String topic) {
        add(topic, ID, new byte[] {9});
        committed.merge(topic, 1L, Long::sum);
    }

    /** The ledger is further behind. */
    void unread(String topic, long records) {
        committed.merge(topic, -records, Long::sum);
    }

    /** The ledger's offset lies behind a record that is not there. */
    void hole(String topic) {
        committed.merge(topic, 1L, Long::sum);
    }

    void event(SpecificRecord value, String cause) {
        eventUnder(ID, value, EventId.of(ID, cause).toString());
    }

    void eventUnder(String key, SpecificRecord value, String id) {
        header(add(TOPICS.events(), key, codec.encode(value)), "ce_id", id);
    }

    void stranger() {
        add(TOPICS.events(), ID, new byte[] {9});
    }

    void unreadable(String source) {
        eventUnder(
                source,
                new Undecodable(
                        new Coordinates("t", 0, 0L), "MAGIC_UNKNOWN", "d", "0", Samples.START),
                source);
    }

    void deadLetter(String source) {
        header(add(TOPICS.deadLetters(), ID, new byte[] {9}), "actionbus-source", source);
    }

    void dropEvent(int at) {
        var unused = requireNonNull(topics.get(TOPICS.events())).remove(at);
    }

    void dropDeadLetter() {
        requireNonNull(topics.get(TOPICS.deadLetters())).clear();
    }

    void expectQuiet() {
        quiet = true;
    }

    void cutEvents() {
        eventsBegin = 1;
    }

    ReconcileReport reconcile(int homes) {
        Map<TopicPartition, ReconcileMarks> inputs = new HashMap<>();
        for (String topic : List.of(TOPICS.requests(), TOPICS.reports(), TOPICS.control())) {
            inputs.put(
                    new TopicPartition(topic, 0),
                    new ReconcileMarks(0, committed.getOrDefault(topic, 0L)));
        }
        Reconciliation all = new Reconciliation(codec, homes, TOPICS.turns(), inputs);
        all.eventsBegin(new TopicPartition(TOPICS.events(), 0), eventsBegin);
        records(TOPICS.events()).forEach(all::event);
        records(TOPICS.deadLetters()).forEach(all::deadLetter);
        Map<String, Set<String>> allowed =
                Map.of(
                        TOPICS.requests(),
                        Contract.REQUESTS,
                        TOPICS.reports(),
                        Contract.REPORTS,
                        TOPICS.control(),
                        Contract.CONTROL);
        allowed.forEach((topic, names) -> records(topic).forEach(it -> all.input(it, names)));
        return all.report(new TopicOffsets(Map.of()), quiet);
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return topics.getOrDefault(topic, List.of());
    }

    private ConsumerRecord<byte[], byte[]> add(String topic, String key, byte[] value) {
        List<ConsumerRecord<byte[], byte[]>> all =
                topics.computeIfAbsent(topic, name -> new ArrayList<>());
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(topic, 0, all.size(), bytes, value);
        all.add(record);
        return record;
    }

    private static void header(ConsumerRecord<byte[], byte[]> record, String name, String value) {
        var unused = record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
