package dev.actionbus.ledger.turn;

import static dev.actionbus.ledger.turn.Asks.START;
import static dev.actionbus.ledger.turn.Asks.ask;
import static dev.actionbus.ledger.turn.Asks.attempt;
import static dev.actionbus.ledger.turn.Asks.back;
import static dev.actionbus.ledger.turn.Asks.rated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.TurnGiven;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a turnstile says to one record after the other. */
final class TurnstileTest {

    private static final String GPU = "concurrency:train@1/0";
    private static final String LANE = "lane:default/l";
    private static final String RATE = "rate:train@1";

    private final HeapTurns rows = new HeapTurns();
    private final Turnstile turns = new Turnstile(rows);

    @Test
    void turnsAreGivenAtOnceWhileThereAreAnyAndThenInTheOrderOfAsking() {
        assertThat(ids(turns.asked(ask(GPU, "a", 2), START))).containsExactly("a");
        assertThat(ids(turns.asked(ask(GPU, "b", 2), START))).containsExactly("b");
        assertThat(ids(turns.asked(ask(GPU, "c", 2), START))).isEmpty();
        assertThat(ids(turns.asked(ask(GPU, "d", 2), START))).isEmpty();

        assertThat(ids(turns.returned(back(GPU, "b"), START))).containsExactly("c");
        assertThat(ids(turns.returned(back(GPU, "a"), START))).containsExactly("d");
    }

    @Test
    void whatIsGivenNamesTheAttemptThatAskedAndTheLimit() {
        assertThat(turns.asked(attempt(3, ask(GPU, "a", 1)), START).given())
                .containsExactly(new TurnGiven("a", 3, GPU, START));
    }

    @Test
    void askingAgainAndReturningWhatOneDoesNotHaveChangesNothing() {
        turns.asked(ask(GPU, "a", 1), START);
        turns.asked(ask(GPU, "b", 1), START);
        turns.asked(ask(GPU, "c", 1), START);

        assertThat(ids(turns.asked(ask(GPU, "a", 1), START))).isEmpty();
        assertThat(ids(turns.asked(ask(GPU, "b", 1), START))).isEmpty();
        assertThat(ids(turns.returned(back(GPU, "nobody"), START))).isEmpty();

        assertThat(ids(turns.returned(back(GPU, "a"), START))).containsExactly("b");
        assertThat(ids(turns.returned(back(GPU, "a"), START))).isEmpty();
        assertThat(ids(turns.returned(back(GPU, "b"), START))).containsExactly("c");
    }

    @Test
    void whoDoesNotWaitAnyMoreIsPassedOver() {
        turns.asked(ask(GPU, "a", 1), START);
        turns.asked(ask(GPU, "b", 1), START);
        turns.asked(ask(GPU, "c", 1), START);

        assertThat(ids(turns.returned(back(GPU, "b"), START))).isEmpty();
        assertThat(ids(turns.returned(back(GPU, "a"), START))).containsExactly("c");
    }

    @Test
    void aLaterAttemptGivesBackWhatAnEarlierOneHasLeftAndAnEarlierOneSaysNothingAnyMore() {
        turns.asked(ask(GPU, "a", 1), START);
        turns.asked(ask(GPU, "b", 1), START);

        assertThat(ids(turns.asked(attempt(2, ask(GPU, "a", 1)), START))).containsExactly("b");
        assertThat(ids(turns.returned(back(GPU, "a", 1), START))).isEmpty();
        assertThat(turns.returned(back(GPU, "b"), START).given())
                .containsExactly(new TurnGiven("a", 2, GPU, START));
    }

    @Test
    void aLaneIsHeldOverAllAttemptsAndKeepsTheOrderWhateverThePriority() {
        turns.asked(ask(LANE, "a", 1), START);
        turns.asked(ask(LANE, "b", 1, "default", -5), START);
        turns.asked(ask(LANE, "c", 1, "default", 100), START);

        assertThat(ids(turns.returned(back(LANE, "a", 7), START))).containsExactly("b");
        assertThat(ids(turns.returned(back(LANE, "b"), START))).containsExactly("c");
    }

    @Test
    void theHighestPriorityGoesFirst() {
        turns.asked(ask(GPU, "a", 1), START);
        turns.asked(ask(GPU, "low", 1, "t1", -100), START);
        turns.asked(ask(GPU, "usual", 1, "t2", 0), START);
        turns.asked(ask(GPU, "high", 1, "t1", 100), START);

        assertThat(drain(GPU, "a")).containsExactly("high", "usual", "low");
    }

    @Test
    void aTenantWithALongQueueDoesNotKeepOthersWaiting() {
        IntStream.range(0, 6).forEach(i -> turns.asked(ask(GPU, "a" + i, 1, "big", 0), START));
        IntStream.range(0, 2).forEach(i -> turns.asked(ask(GPU, "b" + i, 1, "small", 0), START));

        assertThat(drain(GPU, "a0")).containsExactly("b0", "a1", "b1", "a2", "a3", "a4", "a5");
    }

    @Test
    void whoAsksForOneAtATimeGetsNoMoreThanItsShare() {
        IntStream.range(0, 9).forEach(i -> turns.asked(ask(GPU, "a" + i, 1, "a", 0), START));
        IntStream.range(0, 9).forEach(i -> turns.asked(ask(GPU, "b" + i, 1, "b", 0), START));
        List<String> order = new ArrayList<>();
        String has = "a0";
        for (int i = 0; i < 9; i++) {
            String next = ids(turns.returned(back(GPU, has), START)).getFirst();
            if (has.startsWith("c") || i == 0) {
                turns.asked(ask(GPU, "c" + i, 1, "c", 0), START);
            }
            order.add(next.substring(0, 1));
            has = next;
        }

        assertThat(order.stream().filter("c"::equals).count()).isBetween(2L, 3L);
    }

    @Test
    void aRaisedLimitGivesTurnsAtOnceAndALoweredOneWaitsForThemToComeBack() {
        IntStream.range(0, 4).forEach(i -> turns.asked(ask(GPU, "a" + i, 1), START));

        assertThat(ids(turns.asked(ask(GPU, "a4", 3), START))).containsExactly("a1", "a2");
        assertThat(ids(turns.asked(ask(GPU, "a5", 1), START))).isEmpty();
        assertThat(ids(turns.returned(back(GPU, "a0"), START))).isEmpty();
        assertThat(ids(turns.returned(back(GPU, "a1"), START))).isEmpty();
        assertThat(ids(turns.returned(back(GPU, "a2"), START))).containsExactly("a3");
    }

    @Test
    void noLimitWaitsForAnother() {
        turns.asked(ask(GPU, "a", 1), START);
        turns.asked(ask(GPU, "b", 1), START);

        assertThat(ids(turns.asked(ask(GPU + "1", "c", 1), START))).containsExactly("c");
        assertThat(ids(turns.asked(ask("concurrency:train@1/", "d", 1), START)))
                .containsExactly("d");
        assertThat(ids(turns.returned(back(GPU + "1", "c"), START))).isEmpty();
    }

    @Test
    void aRateGivesTheRestWhenTheFirstTurnsDoNotCountAnyMore() {
        turns.asked(rated(RATE, "a", 2, 1000), START);
        turns.asked(rated(RATE, "b", 2, 1000), START.plusMillis(300));
        Turned third = turns.asked(rated(RATE, "c", 2, 1000), START.plusMillis(400));
        turns.asked(rated(RATE, "d", 2, 1000), START.plusMillis(400));

        assertThat(third.given()).isEmpty();
        assertThat(third.due()).contains(START.plusMillis(1000));
        Turned early = turns.due(RATE, START.plusMillis(999));
        assertThat(early.given()).isEmpty();
        assertThat(early.due()).contains(START.plusMillis(1000));
        Turned first = turns.due(RATE, START.plusMillis(1000));
        assertThat(ids(first)).containsExactly("c");
        assertThat(first.due()).contains(START.plusMillis(1300));
        assertThat(ids(turns.due(RATE, START.plusMillis(1300)))).containsExactly("d");
    }

    @Test
    void turnsOfARateAreUsedUpAndWhoDoesNotWaitForOneAnyMoreUsesNone() {
        turns.asked(rated(RATE, "a", 1, 1000), START);
        turns.asked(rated(RATE, "b", 1, 1000), START);
        turns.asked(rated(RATE, "c", 1, 1000), START);

        assertThat(ids(turns.returned(back(RATE, "a"), START))).isEmpty();
        assertThat(ids(turns.returned(back(RATE, "b"), START))).isEmpty();
        assertThat(ids(turns.due(RATE, START.plusMillis(1000)))).containsExactly("c");
    }

    @Test
    void aClockThatJumpsBackDelaysARateByNoMoreThanItsTime() {
        Instant wrong = START.plus(Duration.ofDays(1));
        turns.asked(rated(RATE, "a", 1, 1000), wrong);

        Turned asked = turns.asked(rated(RATE, "b", 1, 1000), START);

        assertThat(asked.due()).contains(START.plusMillis(1000));
        assertThat(ids(turns.due(RATE, START.plusMillis(1000)))).containsExactly("b");
    }

    @Test
    void nothingIsLeftOfALimitThatNobodyUses() {
        turns.asked(ask(GPU, "a", 1, "t1", 0), START);
        turns.asked(ask(GPU, "b", 1, "t2", 3), START);
        turns.asked(ask(GPU, "c", 1, "t1", -3), START);
        Turned last = turns.asked(rated(RATE, "a", 5, 1000), START);
        drain(GPU, "a");

        assertThat(last.due()).contains(START.plusMillis(1000));
        turns.due(RATE, last.due().orElseThrow());
        assertThat(rows.size()).isZero();
    }

    @Test
    void manyAtOnceAreGivenInSeveralSteps() {
        int all = 2 * LimitStep.MOST_AT_ONCE + 10;
        IntStream.range(0, all + 1).forEach(i -> turns.asked(ask(GPU, "a" + i, 1), START));

        Turned first = turns.asked(ask(GPU, "a0", all), START);
        assertThat(first.given()).hasSize(LimitStep.MOST_AT_ONCE);
        assertThat(first.due()).contains(START);
        assertThat(turns.due(GPU, START).given()).hasSize(LimitStep.MOST_AT_ONCE);
        Turned last = turns.due(GPU, START);
        assertThat(last.given()).hasSize(9);
        assertThat(last.due()).isEmpty();
    }

    @Test
    void aStepTouchesFewRowsHoweverManyWait() {
        int all = 10_000;
        IntStream.range(0, all).forEach(i -> turns.asked(ask(LANE, "a" + i, 1), START));
        int most = 0;
        for (int i = 0; i < all - 1; i++) {
            rows.touched();
            assertThat(ids(turns.returned(back(LANE, "a" + i), START)))
                    .containsExactly("a" + (i + 1));
            most = Math.max(most, rows.touched());
        }

        assertThat(most).isLessThan(20);
    }

    @Test
    void aLedgerThatStartsLooksAtWhatTimeMayChange() {
        turns.asked(ask(GPU, "a", 1), START);
        turns.asked(rated(RATE, "a", 1, 1000), START);
        turns.asked(rated(RATE, "b", 1, 1000), START);

        Turnstile again = new Turnstile(rows);

        assertThat(again.timed()).containsExactly(RATE);
        assertThat(ids(again.due(RATE, START.plusMillis(1000)))).containsExactly("b");
    }

    /** Gives back one turn after the other; who got them, in order. */
    private List<String> drain(String limit, String holder) {
        List<String> order = new ArrayList<>();
        List<String> holders = List.of(holder);
        while (!holders.isEmpty()) {
            holders = ids(turns.returned(back(limit, holders.getFirst()), START));
            order.addAll(holders);
        }
        return order;
    }

    private static List<String> ids(Turned turned) {
        return turned.given().stream().map(TurnGiven::getActionId).toList();
    }
}
