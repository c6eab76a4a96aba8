package dev.actionbus.audit;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.Coordinates;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.Intent;
import dev.actionbus.event.Mode;
import dev.actionbus.event.Run;
import dev.actionbus.event.Undecodable;
import dev.actionbus.ledger.Samples;
import dev.actionbus.testkit.InMemorySchemaRegistry;
import dev.actionbus.wire.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A log of many actions whose events lie in a jumble, written by a clock that jumps back now and
 * then, with records in between that are about no action; and what is in it, told without the view.
 */
final class SearchStory implements EventTopic {

    final RecordCodec codec = new RecordCodec(new InMemorySchemaRegistry());
    final ViewSamples.MemoryRows rows = new ViewSamples.MemoryRows();
    final List<Told> told = new ArrayList<>();
    final NavigableMap<Long, EventRecord> topic = new TreeMap<>();
    final Map<String, ActionRequested> requests = new HashMap<>();
    private final ViewFold fold = new ViewFold(codec, ViewSamples.LOG, rows);
    private final Random random;
    private int actions;
    private long clock = Samples.START.toEpochMilli();

    SearchStory(long seed) {
        random = new Random(seed);
    }

    /**
     * A record of the log.
     *
     * @param status how its action stands from here on, if it says so
     */
    record Told(
            EventRecord event,
            String type,
            Optional<String> actionId,
            Optional<ActionStatus> status) {

        Instant time() {
            return Instant.ofEpochMilli(event.timestamp());
        }
    }

    /** A few actions more, with all their events. */
    SearchStory more(int number) {
        List<List<Runnable>> waiting = new ArrayList<>();
        for (int i = 0; i < number || !waiting.isEmpty(); i++) {
            if (i < number) {
                waiting.add(events(request(actions++)));
            }
            if (i >= number || random.nextInt(3) > 0) {
                List<Runnable> one = waiting.get(random.nextInt(waiting.size()));
                one.removeFirst().run();
                if (one.isEmpty()) {
                    waiting.remove(one);
                }
            }
        }
        return this;
    }

    PartitionLog log() {
        return new PartitionLog(0, new RowsAsStore(rows), this, codec);
    }

    @Override
    public List<EventRecord> at(int partition, Collection<Long> offsets) {
        return offsets.stream().sorted().flatMap(it -> Stream.ofNullable(topic.get(it))).toList();
    }

    @Override
    public List<EventRecord> from(int partition, long offset) {
        return topic.tailMap(offset).values().stream().limit(1 + random.nextInt(40)).toList();
    }

    @Override
    public OptionalLong since(int partition, Instant time) {
        return topic.values().stream()
                .filter(it -> it.timestamp() >= time.toEpochMilli())
                .mapToLong(EventRecord::offset)
                .findFirst();
    }

    private List<Runnable> events(ActionRequested request) {
        String id = request.getActionId();
        Run run = new Run("e1", Samples.START);
        List<Runnable> all = new ArrayList<>();
        all.add(() -> {
            requests.put(id, request);
            add(id, new ActionAccepted(request, "f", now(), null, 1, 1), ActionStatus.ADMITTED);
        });
        all.add(() ->
                add(
                        id,
                        new AttemptStarted(id, 1, run, Mode.RETRY, Samples.THREE_ATTEMPTS),
                        ActionStatus.RUNNING));
        if (random.nextInt(4) == 0) {
            all.add(() -> add(id, duplicate(request), null));
        }
        switch (random.nextInt(5)) {
            case 0 -> all.add(() -> add(id, failed(request), ActionStatus.FAILED));
            case 1 -> all.add(() -> add(null, new byte[] {7}, "Unreadable", null));
            case 2 -> all.add(() -> add("action.requests/0/" + told.size(), undecodable(), null));
            default -> all.add(() -> add(id, completed(request), ActionStatus.COMPLETED));
        }
        return all;
    }

    private ActionRequested request(int number) {
        Intent intent =
                new Intent(
                        "default",
                        random.nextInt(3) == 0 ? "fetch" : "train",
                        1,
                        "k" + number / 2,
                        number % 2 == 0 ? null : "other");
        Map<String, String> labels = new HashMap<>(Map.of("all", "yes"));
        if (random.nextInt(10) == 0) {
            labels.put("team", random.nextBoolean() ? "ml" : "ops");
        }
        String story = random.nextInt(3) == 0 ? "story-" + number / 7 : Samples.id(intent);
        return Samples.request(intent, Samples.context(story, labels));
    }

    private void add(String key, SpecificRecord event, @Nullable ActionStatus status) {
        add(key, codec.encode(event), event.getSchema().getName(), status);
    }

    private void add(
            @Nullable String key, byte[] value, String type, @Nullable ActionStatus status) {
        clock += random.nextInt(80) == 0 ? -random.nextInt(20_000) : random.nextInt(2_000);
        long offset = told.isEmpty() ? 5 : told.getLast().event().offset() + 1 + random.nextInt(3);
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        EventRecord event = new EventRecord(offset, clock, bytes, value);
        told.add(
                new Told(
                        event,
                        type,
                        Optional.ofNullable(key).filter(requests::containsKey),
                        Optional.ofNullable(status)));
        topic.put(offset, event);
        fold.add(event);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock);
    }

    private ActionCompleted completed(ActionRequested request) {
        return new ActionCompleted(
                request.getActionId(), request.getIntent(), "c", 1, null, "{}", List.of(), now());
    }

    private ActionFailed failed(ActionRequested request) {
        return new ActionFailed(
                request.getActionId(),
                request.getIntent(),
                "c",
                1,
                null,
                Samples.error("BAD", false),
                now());
    }

    private DuplicateObserved duplicate(ActionRequested request) {
        return new DuplicateObserved(
                request.getActionId(),
                "again",
                "alice",
                "c",
                request.getRequestId(),
                ActionStatus.ADMITTED,
                null,
                now());
    }

    private Undecodable undecodable() {
        return new Undecodable(
                new Coordinates("action.requests", 0, 7L), "CODE", "why", "0".repeat(64), now());
    }
}
