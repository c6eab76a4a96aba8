package dev.actionbus.audit.check;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.audit.check.ReconcileReport.Line;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares what the ledger was told with what it wrote. Give it every event, then every dead
 * letter, then every record of requests, reports and control, each partition in order, then ask for
 * the report.
 *
 * <p>Keeps an id and a state for each action, and a byte for each offset of the ledger's input that
 * is kept: some 80 MB for a million actions.
 */
final class Reconciliation {

    private final RecordCodec codec;
    private final int homes;
    private final String turns;
    private final Map<TopicPartition, ReconcileMarks> inputs;
    private final ReconcileFindings findings = new ReconcileFindings();
    private final ReconcileStories stories = new ReconcileStories();
    private final ReconcileCounts events = new ReconcileCounts();
    private final ReconcileCounts letters = new ReconcileCounts();
    private final ReconcileCounts traced = new ReconcileCounts();
    private final Map<ReconcileKind, ReconcileCounts> kinds = new EnumMap<>(ReconcileKind.class);
    private boolean lettersAreCut;
    private long waiting;

    /**
     * @param homes partitions of the event log
     * @param turns the topic between ledgers: it is no input of anybody's, and what comes of it is
     *     only counted
     * @param inputs what is kept and what is read of each partition of the ledger's input
     */
    Reconciliation(
            RecordCodec codec,
            int homes,
            String turns,
            Map<TopicPartition, ReconcileMarks> inputs) {
        this.turns = turns;
        this.codec = codec;
        this.homes = homes;
        this.inputs = Map.copyOf(inputs);
        for (ReconcileKind kind : ReconcileKind.values()) {
            kinds.put(kind, new ReconcileCounts());
        }
    }

    /** Events below this offset are gone. */
    void eventsBegin(TopicPartition partition, long offset) {
        if (offset > 0) {
            findings.add(ReconcileRule.LOG_CUT, partition + "", "begins with offset " + offset);
        }
    }

    /** Dead letters below this offset are gone. */
    void deadLettersBegin(long offset) {
        lettersAreCut |= offset > 0;
    }

    void event(ConsumerRecord<byte[], byte[]> event) {
        events.one();
        switch (codec.decode(event.value(), Contract.EVENTS)) {
            case Decoded.Unreadable why -> {
                events.part("strange");
                findings.add(ReconcileRule.STRANGE_EVENT, event, why.code());
            }
            case Decoded.Readable readable -> {
                ReconcileTrace trace = ReconcileTrace.of(readable.value());
                cause(event, readable.value(), trace);
                if (trace.place() != ReconcileTrace.Place.OUTSIDE) {
                    story(event, readable.value(), trace);
                }
            }
        }
    }

    void deadLetter(ConsumerRecord<byte[], byte[]> letter) {
        letters.one();
        if (!(ReconcileCause.ofDeadLetter(letter) instanceof ReconcileCause.Input input)) {
            letters.part("strange");
            findings.add(ReconcileRule.STRAY_DEAD_LETTER, letter, "does not say where it is from");
            return;
        }
        Optional<ReconcileMarks> marks = Optional.ofNullable(inputs.get(input.partition()));
        letters.part(age(marks, input.offset()));
        if (marks.filter(it -> isHere(it, input.offset())).isPresent()
                && !marks.orElseThrow().letter(input.offset())) {
            findings.add(ReconcileRule.STRAY_DEAD_LETTER, letter, "one more of " + input);
        }
    }

    /**
     * @param allowed what may lie on this topic
     */
    void input(ConsumerRecord<byte[], byte[]> record, Set<String> allowed) {
        ReconcileKind kind =
                switch (codec.decode(record.value(), allowed)) {
                    case Decoded.Unreadable _ -> ReconcileKind.GARBAGE;
                    case Decoded.Readable readable -> ReconcileKind.of(readable.value());
                };
        ReconcileCounts counts = Objects.requireNonNull(kinds.get(kind));
        counts.one();
        ReconcileMarks marks =
                Objects.requireNonNull(
                        inputs.get(new TopicPartition(record.topic(), record.partition())));
        if (marks.isWaiting(record.offset())) {
            waiting++;
            counts.part("waiting");
            return;
        }
        marks.seen(record.offset());
        Optional<ReconcileTrace> trace = marks.trace(record.offset());
        trace.ifPresent(counts::part);
        trace.ifPresent(traced::part);
        if (trace.isPresent()) {
            if (!kind.mayLeave(trace.orElseThrow())) {
                wrongTrace(record, kind, trace.orElseThrow());
            }
        } else if (kind.mayLeaveNothing()) {
            counts.part("silent");
        } else {
            findings.add(ReconcileRule.NO_TRACE, record, "a " + name(kind) + " without an event");
        }
        deadLetterOf(record, marks, trace);
    }

    /**
     * @param begins where the topics begin by now: what is older may be gone
     */
    ReconcileReport report(TopicOffsets begins, boolean expectQuiet) {
        inputs.forEach((partition, marks) -> {
            String begin = partition.topic() + "/" + partition.partition() + "/";
            marks.unseen(
                    begins.at(partition),
                    (offset, trace) ->
                            findings.add(
                                    ReconcileRule.NO_SUCH_RECORD,
                                    begin + offset,
                                    "holds no record, but "
                                            + trace.map(it -> "an event: " + name(it))
                                                    .orElse("a dead letter")
                                            + " comes from it"));
        });
        if (expectQuiet && stories.open() + waiting > 0) {
            findings.add(
                    ReconcileRule.NOT_QUIET,
                    "",
                    stories.open() + " actions open, " + waiting + " records waiting");
        }
        List<Line> lines = lines();
        lines.stream()
                .filter(line -> !line.addsUp())
                .forEach(line ->
                        findings.add(
                                ReconcileRule.SUMS_DIFFER,
                                line.what(),
                                line.count() + " in all, but " + line.parts()));
        return new ReconcileReport(lines, findings.broken(), findings.first());
    }

    private void cause(
            ConsumerRecord<byte[], byte[]> event, SpecificRecord value, ReconcileTrace trace) {
        switch (ReconcileCause.ofEvent(event)) {
            case ReconcileCause.Unsaid unsaid -> {
                events.part("strange");
                findings.add(ReconcileRule.STRANGE_EVENT, event, unsaid.instead());
            }
            case ReconcileCause.Timer _ -> {
                events.part("of timers");
                only(ReconcileKind.OF_TIMERS, event, trace, "a timer leaves");
            }
            case ReconcileCause.Input input -> causedBy(input, event, value, trace);
        }
    }

    private void causedBy(
            ReconcileCause.Input input,
            ConsumerRecord<byte[], byte[]> event,
            SpecificRecord value,
            ReconcileTrace trace) {
        if (input.partition().topic().equals(turns)) {
            events.part("of turns");
            only(ReconcileKind.OF_TURNS, event, trace, "a turn leaves");
            return;
        }
        Optional<ReconcileMarks> marks = Optional.ofNullable(inputs.get(input.partition()));
        events.part(
                input.first() ? "of " + age(marks, input.offset()) : "that followed from others");
        if (marks.isEmpty()) {
            findings.add(
                    ReconcileRule.NO_SUCH_RECORD,
                    event,
                    type(value) + " of " + input + ", which is no input");
        } else if (!input.first()) {
            only(ReconcileKind.FOLLOWING, event, trace, "from a record follows");
        } else if (isHere(marks.orElseThrow(), input.offset())) {
            traced.one();
            if (!marks.orElseThrow().trace(input.offset(), trace)) {
                findings.add(
                        ReconcileRule.TWO_TRACES, event, type(value) + ": one more of " + input);
            }
        }
    }

    private void only(
            Set<ReconcileTrace> allowed,
            ConsumerRecord<byte[], byte[]> event,
            ReconcileTrace trace,
            String what) {
        if (!allowed.contains(trace)) {
            findings.add(ReconcileRule.WRONG_TRACE, event, what + " no " + name(trace));
        }
    }

    private void story(
            ConsumerRecord<byte[], byte[]> event, SpecificRecord value, ReconcileTrace trace) {
        ActionId id;
        String key = event.key() == null ? "" : new String(event.key(), StandardCharsets.UTF_8);
        try {
            id = new ActionId(key);
        } catch (InvalidRequest e) {
            findings.add(ReconcileRule.STRANGE_EVENT, event, "its key is no action id");
            return;
        }
        String what = type(value) + " of action " + key;
        if (Placement.home(id, homes) != event.partition()) {
            findings.add(ReconcileRule.MISPLACED, event, what);
        }
        stories.next(UUID.fromString(key), trace)
                .ifPresent(rule -> findings.add(rule, event, what));
    }

    private void deadLetterOf(
            ConsumerRecord<byte[], byte[]> record,
            ReconcileMarks marks,
            Optional<ReconcileTrace> trace) {
        boolean unreadable = trace.filter(ReconcileTrace.UNREADABLE::equals).isPresent();
        boolean letter = marks.hasLetter(record.offset());
        if (unreadable && !letter && !lettersAreCut) {
            findings.add(ReconcileRule.NO_DEAD_LETTER, record, "was said to be unreadable");
        } else if (letter && !unreadable) {
            findings.add(ReconcileRule.STRAY_DEAD_LETTER, record, "has a dead letter, no event");
        }
    }

    private void wrongTrace(
            ConsumerRecord<byte[], byte[]> record, ReconcileKind kind, ReconcileTrace trace) {
        findings.add(
                ReconcileRule.WRONG_TRACE, record, "a " + name(kind) + " became " + name(trace));
    }

    private List<Line> lines() {
        ReconcileCounts actions = new ReconcileCounts();
        stories.ends().forEach((end, count) -> actions.part(name(end), count));
        actions.part("open", stories.open());
        List<Line> lines = new ArrayList<>();
        lines.add(
                ReconcileCounts.line(
                        "actions", stories.accepted(), actions.line("actions").parts()));
        lines.add(stories.earlierRounds().line("earlier rounds"));
        kinds.forEach((kind, counts) -> lines.add(counts.line(name(kind))));
        lines.add(events.line("events"));
        lines.add(traced.line("events of records"));
        lines.add(letters.line("dead letters"));
        return lines;
    }

    private static boolean isHere(ReconcileMarks marks, long offset) {
        return !marks.isExpired(offset) && !marks.isWaiting(offset);
    }

    private static String age(Optional<ReconcileMarks> marks, long offset) {
        return marks.map(it ->
                        it.isExpired(offset)
                                ? "expired records"
                                : it.isWaiting(offset) ? "newer records" : "records")
                .orElse("nothing");
    }

    private static String name(Enum<?> value) {
        return ReconcileCounts.word(value);
    }

    private static String type(SpecificRecord value) {
        return value.getClass().getSimpleName();
    }
}
