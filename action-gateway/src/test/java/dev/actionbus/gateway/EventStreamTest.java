package dev.actionbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Order;
import dev.actionbus.client.Following;
import dev.actionbus.client.SentOrder;
import dev.actionbus.client.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test is the log and the view; the view may know later than the log. */
final class EventStreamTest {

    private static final ActionId ID = ActionRequest.named("score").key("k").build().id();
    private static final int PAGE = 3;

    private final List<ActionEvents.Event> view = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private volatile LongConsumer log = offset -> {};
    private volatile boolean known = true;
    private volatile boolean asksForMore = true;

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    @Test
    void whatWasAndWhatComesIsToldOnceAndInOrder() {
        happens("ActionAccepted", 3);
        open(Optional.empty(), false);
        await().until(() -> told.equals(List.of("3")));

        happens("AttemptStarted", 5);
        log.accept(5);
        await().until(() -> told.equals(List.of("3", "5")));
        happens("ActionCompleted", 9);
        log.accept(9);

        await().until(() -> told.equals(List.of("3", "5", "9", "end")));
    }

    @Test
    void whatTheLogHasAndTheViewNotYetIsWaitedFor() {
        happens("ActionAccepted", 3);
        open(Optional.empty(), false);
        await().until(() -> told.equals(List.of("3")));

        log.accept(5);
        happens("ActionFailed", 5);

        await().until(() -> told.equals(List.of("3", "5", "end")));
    }

    @Test
    void itGoesOnBehindTheLastEventAlsoIfNothingFollows() {
        happens("ActionAccepted", 3);
        happens("AttemptStarted", 5);
        happens("ActionCompleted", 9);

        open(Optional.of(new ActionEvents.Place(0, 5)), false);
        await().until(() -> told.equals(List.of("9", "end")));
        told.clear();
        open(Optional.of(new ActionEvents.Place(0, 9)), false);

        await().until(() -> told.equals(List.of("end")));
    }

    @Test
    void longHistoriesComeInPagesAndNoPageIsTheEnd() {
        happens("ActionAccepted", 0);
        happens("ActionFailed", 1);
        for (int i = 2; i < 20; i++) {
            happens("DuplicateObserved", i);
        }
        open(Optional.empty(), false);

        await().until(() -> told.size() == 21);
        assertThat(told.getLast()).isEqualTo("end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ActionRedriven", "RunResumed"})
    void oneThatHasBegunAnewHasNotEnded(String begun) {
        happens("ActionAccepted", 0);
        happens("ActionFailed", 1);
        happens(begun, 2);
        open(Optional.empty(), false);
        await().until(() -> told.equals(List.of("0", "1", "2")));

        happens("ActionCompleted", 3);
        log.accept(3);

        await().until(() -> told.equals(List.of("0", "1", "2", "3", "end")));
    }

    @Test
    void whoFollowsIsToldMoreAfterTheEnd() {
        happens("ActionAccepted", 0);
        happens("ActionCompleted", 1);
        open(Optional.empty(), true);
        await().until(() -> told.equals(List.of("0", "1")));

        happens("DuplicateObserved", 2);
        log.accept(2);

        await().until(() -> told.equals(List.of("0", "1", "2")));
    }

    @Test
    void nothingIsToldUntilTheListenerAsksForMore() {
        asksForMore = false;
        happens("ActionAccepted", 0);
        EventStream stream = open(Optional.empty(), false);
        await().until(() -> told.equals(List.of("0")));
        happens("ActionCompleted", 1);
        log.accept(1);
        assertThat(told).containsExactly("0");

        stream.more();

        await().until(() -> told.equals(List.of("0", "1", "end")));
    }

    @Test
    void anIdOfAnotherPartitionAndAnUnknownActionAreProblems() {
        happens("ActionAccepted", 0);
        open(Optional.of(new ActionEvents.Place(7, 0)), false);
        await().until(() -> told.equals(List.of("LAST_EVENT_ID_INVALID")));
        told.clear();
        known = false;
        open(Optional.empty(), false);

        await().until(() -> told.equals(List.of("ACTION_NOT_FOUND")));
    }

    private void happens(String type, long offset) {
        view.add(new ActionEvents.Event(type, new ActionEvents.Place(0, offset), "", "{}"));
    }

    private EventStream open(Optional<ActionEvents.Place> after, boolean follow) {
        CompletableFuture<EventStream> stream = new CompletableFuture<>();
        EventStream made =
                new EventStream(
                        new Log(),
                        (id, offset) -> page(offset),
                        timers,
                        ID,
                        new EventStream.Request(after, follow),
                        new Teller(stream));
        stream.complete(made);
        made.begin();
        return made;
    }

    private CompletionStage<ActionEvents.Told> page(long behind) {
        List<ActionEvents.Event> all = new ArrayList<>(view);
        all.removeIf(event -> event.place().offset() <= behind);
        boolean more = all.size() > PAGE;
        return CompletableFuture.completedFuture(
                known
                        ? new ActionEvents.Told.Events(
                                all.subList(0, Math.min(PAGE, all.size())), more)
                        : new ActionEvents.Told.NoSuchAction());
    }

    /** Writes down what it is told. */
    private final class Teller implements EventStream.Listener {

        private final CompletableFuture<EventStream> stream;

        Teller(CompletableFuture<EventStream> stream) {
            this.stream = stream;
        }

        @Override
        public void onEvents(List<ActionEvents.Event> events) {
            events.forEach(event -> told.add(String.valueOf(event.place().offset())));
            if (asksForMore) {
                timers.execute(() -> stream.join().more());
            }
        }

        @Override
        public void onEnd() {
            told.add("end");
        }

        @Override
        public void onProblem(Problem problem) {
            told.add(problem.code());
        }
    }

    /** A bus on which nothing is done but following. */
    private final class Log implements BusAccess {

        @Override
        public Submission track(ActionRequest request) {
            throw new AssertionError("nobody submits here");
        }

        @Override
        public SentOrder order(Order order) {
            throw new AssertionError("nobody orders here");
        }

        @Override
        public CompletableFuture<ActionOutcome> watch(ActionId id) {
            throw new AssertionError("nobody watches here");
        }

        @Override
        public Following follow(ActionId id, LongConsumer offsets) {
            log = offsets;
            return () -> log = offset -> {};
        }
    }
}
