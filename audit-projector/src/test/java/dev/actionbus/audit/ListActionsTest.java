package dev.actionbus.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.audit.SearchStory.Told;
import dev.actionbus.event.ActionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of lists against the same question asked of every action. */
final class ListActionsTest {

    private final SearchStory story = new SearchStory(21).more(300);
    private final List<ActionView> actions =
            story.requests.keySet().stream()
                    .map(id -> story.log().find(id).orElseThrow())
                    .sorted(
                            Comparator.<ActionView, Instant>comparing(
                                            view -> view.accepted().getAcceptedAt())
                                    .reversed()
                                    .thenComparing(ActionView::actionId))
                    .toList();
    private final Random random = new Random();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void pagesOfAnyQuestionBringEveryActionOnceInItsOrder(int seed) {
        random.setSeed(seed);
        for (int i = 0; i < 100; i++) {
            ActionQuery query = query();
            assertThat(pages(query)).as(query.asQueryString()).isEqualTo(expected(query));
        }
    }

    @Test
    void aStoryHasItsActionsAlsoTheOneItIsCalledBy() {
        String alone =
                story.requests.values().stream()
                        .filter(it -> it.getContext().getCorrelationId().equals(it.getActionId()))
                        .findFirst()
                        .orElseThrow()
                        .getActionId();

        assertThat(pages(query(filter(Optional.of(alone)), Period.EVER, 5))).containsExactly(alone);
        assertThat(pages(query(filter(Optional.of(shared())), Period.EVER, 2)))
                .hasSizeGreaterThan(1);
        assertThat(pages(query(filter(Optional.of("\u0000")), Period.EVER, 2))).isEmpty();
    }

    @Test
    void aCursorOfAnotherQuestionIsRefusedAndThePageMayBeLonger() {
        ActionQuery query = query(filter(Optional.of("story-3")), Period.EVER, 1);
        ActionQuery longer = query(filter(Optional.of("story-3")), Period.EVER, 7);
        ActionQuery other = query(filter(Optional.of("story-4")), Period.EVER, 1);
        String cursor = query.cursorAfter(AuditView.cursorAfter(actions.getFirst()).text());

        assertThat(longer.after(cursor).cursor()).isPresent();
        assertThatThrownBy(() -> other.after(cursor)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> query.after("")).isInstanceOf(IllegalArgumentException.class);
    }

    /** A story of several actions. */
    private String shared() {
        Map<String, Long> stories =
                story.requests.values().stream()
                        .collect(
                                Collectors.groupingBy(
                                        it -> it.getContext().getCorrelationId(),
                                        Collectors.counting()));
        return Collections.max(stories.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    private ActionQuery query() {
        Map<String, String> labels = new HashMap<>();
        some(3, "yes").ifPresent(it -> labels.put("all", it));
        some(4, "ml").ifPresent(it -> labels.put("team", it));
        ActionFilter filter =
                new ActionFilter(
                        some(4, "train"),
                        statuses(),
                        some(5, "k" + random.nextInt(150)),
                        some(4, "story-" + random.nextInt(43)),
                        labels);
        Told begin = story.told.get(random.nextInt(story.told.size()));
        Instant from = begin.time().plusNanos(random.nextInt(3));
        Period period = new Period(some(3, from), some(3, from.plusSeconds(random.nextInt(200))));
        ActionQuery.Order order = ActionQuery.Order.values()[random.nextInt(2)];
        return new ActionQuery(filter, period, Optional.empty(), 1 + random.nextInt(40), order);
    }

    private Set<ActionStatus> statuses() {
        return IntStream.range(0, random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0)
                .mapToObj(_ -> ActionStatus.values()[random.nextInt(10)])
                .collect(Collectors.toSet());
    }

    private static ActionQuery query(ActionFilter filter, Period period, int limit) {
        return new ActionQuery(filter, period, Optional.empty(), limit);
    }

    private static ActionFilter filter(Optional<String> correlationId) {
        return new ActionFilter(
                Optional.empty(), Optional.empty(), Optional.empty(), correlationId, Map.of());
    }

    private <T> Optional<T> some(int oneIn, T value) {
        return random.nextInt(oneIn) == 0 ? Optional.of(value) : Optional.empty();
    }

    private List<String> pages(ActionQuery query) {
        List<String> all = new ArrayList<>();
        ActionQuery next = query;
        while (true) {
            List<ActionView> page = new ListActions(story.log().store(), next).run();
            page.forEach(view -> all.add(view.actionId()));
            if (page.size() < query.limit()) {
                return all;
            }
            next = query.after(query.cursorAfter(AuditView.cursorAfter(page.getLast()).text()));
        }
    }

    private List<String> expected(ActionQuery query) {
        ActionFilter filter = query.filter();
        boolean oldest = query.order() == ActionQuery.Order.OLDEST_FIRST;
        return (oldest ? actions.reversed() : actions)
                .stream()
                        .filter(view -> {
                            var request = view.accepted().getRequest();
                            Instant at = view.accepted().getAcceptedAt();
                            return is(filter.name(), request.getIntent().getName())
                                    && (filter.statuses().isEmpty()
                                            || filter.statuses()
                                                    .contains(view.progress().getStatus()))
                                    && is(
                                            filter.idempotencyKey(),
                                            request.getIntent().getIdempotencyKey())
                                    && is(
                                            filter.correlationId(),
                                            request.getContext().getCorrelationId())
                                    && filter.labels().entrySet().stream()
                                            .allMatch(it ->
                                                    it.getValue()
                                                            .equals(
                                                                    request.getContext()
                                                                            .getLabels()
                                                                            .get(it.getKey())))
                                    && query.period()
                                            .from()
                                            .map(it -> !at.isBefore(it))
                                            .orElse(true)
                                    && query.period().to().map(at::isBefore).orElse(true);
                        })
                        .map(ActionView::actionId)
                        .toList();
    }

    private static <T> boolean is(Optional<T> wanted, T given) {
        return wanted.isEmpty() || wanted.get().equals(given);
    }
}
