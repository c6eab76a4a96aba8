package dev.actionbus.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.audit.SearchStory.Told;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a search against the same question asked of every record. */
final class SearchPartitionTest {

    private final SearchStory story = new SearchStory(11).more(500);
    private final Random random = new Random(12);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void pagesOfAnyQuestionBringWhatEveryRecordWouldSay(int seed) {
        random.setSeed(seed);
        for (int i = 0; i < 60; i++) {
            EventQuery query = query();
            assertThat(ordinals(query)).as(query.asQueryString()).isEqualTo(expected(query));
        }
    }

    @Test
    void theStoryIsWorthTelling() {
        assertThat(story.told).hasSizeGreaterThan(1000);
        assertThat(story.told.stream().map(Told::type).distinct())
                .contains("Unreadable", "Undecodable", "DuplicateObserved", "ActionFailed");
        List<Instant> times = story.told.stream().map(Told::time).toList();
        assertThat(times.stream().sorted().toList()).isNotEqualTo(times);
        assertThat(expected(all(Optional.empty()))).hasSameSizeAs(story.told);
    }

    @Test
    void whatComesLaterIsFoundBehindTheCursorAndNothingTwice() {
        EventQuery query = all(Optional.empty());
        List<Long> before = new ArrayList<>();
        String cursor = pages(query, before);
        int size = story.told.size();
        story.more(20);

        List<Long> after = new ArrayList<>();
        var unused = pages(query.after(cursor), after);
        assertThat(before).hasSize(size);
        assertThat(after).hasSize(story.told.size() - size).startsWith((long) size);
        assertThat(pages(query.after(cursor), new ArrayList<>())).isNotEqualTo(cursor);
    }

    @Test
    void aStateOfTheLogAnswersTheSameForEver() {
        Instant then = story.told.get(700).time();
        EventQuery byTime = running(new AsOf.Time(then));
        EventQuery byOffset =
                running(new AsOf.Offsets(Map.of(0, story.told.get(700).event().offset())));
        List<Long> first = ordinals(byTime);
        List<Long> other = ordinals(byOffset);
        assertThat(first).isNotEmpty();
        assertThat(other).isNotEmpty();

        story.more(200);
        assertThat(ordinals(byTime)).isEqualTo(first);
        assertThat(ordinals(byOffset)).isEqualTo(other);
        assertThat(ordinals(running(new AsOf.Offsets(Map.of(1, 7L))))).isEmpty();
    }

    @Test
    void aPageReadsNoMoreThanItIsAllowedTo() {
        EventQuery query = question(filter("nothing", null, null), Set.of());
        FoundEvents page = new SearchPartition(story.log(), query).run(40);

        assertThat(page.events()).isEmpty();
        assertThat(page.reached()).isEqualTo(40);
        assertThat(page.until()).contains(story.told.get(39).time());
    }

    @Test
    void eventsThatAreGoneAreNotLeftOutInSilence() {
        String id = story.told.get(4).actionId().orElseThrow();
        ActionRequested request = Objects.requireNonNull(story.requests.get(id));
        String key = request.getIntent().getIdempotencyKey();
        story.topic.remove(story.told.get(4).event().offset());

        EventQuery byKey = question(filter(null, key, null), Set.of());
        assertThatThrownBy(() -> new SearchPartition(story.log(), byKey).run(10))
                .isInstanceOf(EventsMissing.class);
        story.topic.pollFirstEntry();
        assertThatThrownBy(() -> new SearchPartition(story.log(), all(Optional.empty())).run(10))
                .isInstanceOf(EventsMissing.class);
    }

    private EventQuery query() {
        Map<String, String> labels = new HashMap<>();
        if (random.nextInt(4) == 0) {
            labels.put("all", "yes"); // more actions than are looked up one by one
        }
        if (random.nextInt(4) == 0) {
            labels.put("team", "ml");
        }
        ActionFilter filter =
                new ActionFilter(
                        some(4, "train"),
                        some(5, ActionStatus.values()[random.nextInt(5)]),
                        some(5, "k" + random.nextInt(250)),
                        some(5, correlation()),
                        labels);
        Set<String> types =
                random.nextInt(4) > 0
                        ? Set.of()
                        : Set.of(
                                "ActionCompleted",
                                random.nextBoolean() ? "Unreadable" : "Undecodable");
        Told begin = story.told.get(random.nextInt(story.told.size()));
        Told end = story.told.get(random.nextInt(story.told.size()));
        boolean turned = begin.time().isAfter(end.time());
        Period period =
                new Period(
                        some(3, (turned ? end : begin).time()),
                        some(3, (turned ? begin : end).time()));
        AsOf asOf =
                random.nextBoolean()
                        ? new AsOf.Time(end.time())
                        : new AsOf.Offsets(Map.of(0, end.event().offset()));
        int limit = 1 + random.nextInt(60);
        return new EventQuery(filter, types, period, some(3, asOf), Optional.empty(), limit);
    }

    /** A story with a name, or one that is called by its only action. */
    private String correlation() {
        List<ActionRequested> all = List.copyOf(story.requests.values());
        return all.get(random.nextInt(all.size())).getContext().getCorrelationId();
    }

    private <T> Optional<T> some(int oneIn, T value) {
        return random.nextInt(oneIn) == 0 ? Optional.of(value) : Optional.empty();
    }

    private EventQuery running(AsOf asOf) {
        ActionFilter filter =
                new ActionFilter(
                        Optional.empty(),
                        Optional.of(ActionStatus.RUNNING),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of());
        return new EventQuery(
                filter, Set.of(), Period.EVER, Optional.of(asOf), Optional.empty(), 50);
    }

    private static EventQuery all(Optional<AsOf> asOf) {
        return new EventQuery(ActionFilter.ALL, Set.of(), Period.EVER, asOf, Optional.empty(), 100);
    }

    private static EventQuery question(ActionFilter filter, Set<String> types) {
        return new EventQuery(filter, types, Period.EVER, Optional.empty(), Optional.empty(), 50);
    }

    private static ActionFilter filter(
            @Nullable String name, @Nullable String key, @Nullable String story) {
        return new ActionFilter(
                Optional.ofNullable(name),
                Optional.empty(),
                Optional.ofNullable(key),
                Optional.ofNullable(story),
                Map.of());
    }

    private List<Long> ordinals(EventQuery query) {
        List<Long> all = new ArrayList<>();
        var unused = pages(query, all);
        return all;
    }

    /** Reads all pages there are, and returns the last cursor. */
    private String pages(EventQuery query, List<Long> into) {
        EventQuery next = query;
        for (int i = 0; i < 5000; i++) {
            FoundEvents page = new SearchPartition(story.log(), next).run(1 + random.nextInt(200));
            page.events().forEach(found -> into.add(found.place().ordinal()));
            assertThat(page.events()).hasSizeLessThanOrEqualTo(query.limit());
            String cursor = query.cursorAfter(List.of(page.reached()));
            if (page.until().isEmpty()) {
                return cursor;
            }
            next = query.after(cursor);
        }
        throw new AssertionError("it does not end: " + query.asQueryString());
    }

    /** Every record, asked for itself. */
    private List<Long> expected(EventQuery query) {
        Map<String, ActionStatus> standing = new HashMap<>();
        for (Told told : story.told) {
            if (isThere(query, told) && told.status().isPresent()) {
                standing.put(told.actionId().orElseThrow(), told.status().get());
            }
        }
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < story.told.size(); i++) {
            Told told = story.told.get(i);
            if (isThere(query, told)
                    && query.period().from().map(it -> !told.time().isBefore(it)).orElse(true)
                    && query.period().to().map(it -> told.time().isBefore(it)).orElse(true)
                    && (query.types().isEmpty() || query.types().contains(told.type()))
                    && isOfAskedAction(query.filter(), told, standing)) {
                all.add((long) i);
            }
        }
        return all;
    }

    private static boolean isThere(EventQuery query, Told told) {
        return query.asOf()
                .map(end ->
                        switch (end) {
                            case AsOf.Time(Instant time) -> !told.time().isAfter(time);
                            case AsOf.Offsets(Map<Integer, Long> ends) ->
                                    told.event().offset() < ends.getOrDefault(0, 0L);
                        })
                .orElse(true);
    }

    private boolean isOfAskedAction(
            ActionFilter filter, Told told, Map<String, ActionStatus> standing) {
        if (filter.equals(ActionFilter.ALL)) {
            return true;
        }
        if (told.actionId().isEmpty()) {
            return false;
        }
        String id = told.actionId().get();
        ActionRequested request = Objects.requireNonNull(story.requests.get(id));
        return filter.name().map(request.getIntent().getName()::equals).orElse(true)
                && filter.idempotencyKey()
                        .map(request.getIntent().getIdempotencyKey()::equals)
                        .orElse(true)
                && filter.correlationId()
                        .map(request.getContext().getCorrelationId()::equals)
                        .orElse(true)
                && request.getContext()
                        .getLabels()
                        .entrySet()
                        .containsAll(filter.labels().entrySet())
                && (filter.statuses().isEmpty() || filter.statuses().contains(standing.get(id)));
    }
}
