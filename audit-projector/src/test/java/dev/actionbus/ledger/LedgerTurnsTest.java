package dev.actionbus.ledger;

import static dev.actionbus.ledger.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionQueued;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.RateLimit;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.Timing;
import dev.actionbus.event.TurnAsked;
import dev.actionbus.event.TurnGiven;
import dev.actionbus.event.TurnReturned;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Queued;
import dev.actionbus.ledger.Step.Timer;
import dev.actionbus.ledger.turn.Want;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of the ledger for actions that have to get their turns. */
final class LedgerTurnsTest {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final ActionRequested REQUEST = Samples.request("k", "r1", "{}");
    private static final String ID = REQUEST.getActionId();
    private static final String LANE = "lane:default/a";
    private static final String RATE = "rate:train@1";
    private static final String FEW = "concurrency:train@1";
    private static final List<Want> ALL =
            List.of(
                    new Want(LANE, true, 1, null),
                    new Want(RATE, false, null, new RateLimit(5, 1_000L, null)),
                    new Want(FEW, false, 3, null));

    private final LedgerTrial trial = new LedgerTrial(new Ledger(LEASE, request -> ALL));

    private static TurnGiven given(int attempt, String limit) {
        return new TurnGiven(ID, attempt, limit, START);
    }

    private static TurnReturned returned(int attempt, String limit) {
        return new TurnReturned(ID, attempt, limit, START);
    }

    private static List<String> names(List<SpecificRecord> turns) {
        return turns.stream()
                .map(turn ->
                        switch (turn) {
                            case TurnAsked it -> "asks " + it.getAttempt() + " " + it.getLimit();
                            case TurnReturned it ->
                                    "returns " + it.getAttempt() + " " + it.getLimit();
                            default -> "?";
                        })
                .toList();
    }

    @Nested
    final class AnAdmission {

        @Test
        void asksForTheFirstTurnAndSaysWhatItWaitsFor() {
            trial.when(Samples.with(REQUEST, new ActionRequested(), "priority", 7));

            assertThat(trial.event(ActionAccepted.class).getAttempt()).isZero();
            ActionQueued queued = trial.event(ActionQueued.class);
            assertThat(queued.getAttempt()).isEqualTo(1);
            assertThat(queued.getLimit()).isEqualTo(LANE);
            TurnAsked asked = (TurnAsked) trial.turns().getFirst();
            assertThat(asked.getConcurrency()).isEqualTo(1);
            assertThat(asked.getTenant()).isEqualTo("default");
            assertThat(asked.getPriority()).isEqualTo(7);
            assertThat(trial.tasks()).isEmpty();
            assertThat(trial.status()).isEqualTo(ActionStatus.QUEUED);
        }

        @Test
        void isGrantedWhenItHasAllOfThem() {
            trial.given(REQUEST);

            trial.when(given(1, LANE));
            assertThat(names(trial.turns())).containsExactly("asks 1 " + RATE);
            trial.when(given(1, RATE));
            assertThat(names(trial.turns())).containsExactly("asks 1 " + FEW);
            trial.when(given(1, FEW));

            assertThat(trial.event(AttemptGranted.class).getAttempt()).isEqualTo(1);
            assertThat(trial.onlyTask().getAttempt()).isEqualTo(1);
            assertThat(trial.turns()).isEmpty();
        }

        @Test
        void whoseTurnsAreAllGivenAtOnceIsLikeOneThatNeedsNone() {
            trial.when(REQUEST);

            trial.whenGivenAtOnce(given(1, LANE));
            trial.whenGivenAtOnce(given(1, RATE));
            trial.whenGivenAtOnce(given(1, FEW));

            assertThat(trial.onlyEventBesideTasks(ActionAccepted.class).getAttempt()).isEqualTo(1);
            assertThat(trial.onlyTask().getAttempt()).isEqualTo(1);
            assertThat(trial.turns()).isEmpty();
            assertThat(trial.state()).isInstanceOf(Granted.class);
        }

        @Test
        void mayBeClaimedAtOnceThen() {
            Ledger ledger = new Ledger(LEASE, request -> ALL.subList(0, 1));
            Step asked =
                    ledger.step(
                            new ActionState.Absent(), new LedgerInput.Requested(REQUEST), START);
            Step granted = ledger.turnAtOnce(asked, given(1, LANE), START);
            AttemptStarted start = Samples.started(ID, 1, "e1");

            Step claimed = ledger.claimedAtOnce(granted, start, START);

            assertThat(claimed.outputs())
                    .singleElement()
                    .isEqualTo(
                            new Step.Output.Event(
                                    new ActionAccepted(
                                            REQUEST,
                                            ((Granted) granted.state()).action().fingerprint(),
                                            START,
                                            start.getRun(),
                                            1,
                                            1)));
            assertThat(claimed.timer()).isEqualTo(new Timer.At(START.plus(LEASE)));
        }

        @Test
        void waitsForTheOneThatIsNotGivenAtOnce() {
            trial.when(REQUEST);

            trial.whenGivenAtOnce(given(1, LANE));

            assertThat(trial.events())
                    .hasExactlyElementsOfTypes(ActionAccepted.class, ActionQueued.class);
            assertThat(trial.event(ActionQueued.class).getLimit()).isEqualTo(RATE);
            assertThat(names(trial.turns())).containsExactly("asks 1 " + RATE);
        }

        @Test
        void asksWhenItMayBeginAndNotBefore() {
            trial.given(Samples.timed(REQUEST, new Timing(START.plusSeconds(5), null, null, null)));
            assertThat(trial.turns()).isEmpty();

            trial.whenTimerFires();

            assertThat(names(trial.turns())).containsExactly("asks 1 " + LANE);
        }
    }

    @Nested
    final class ATurn {

        @Test
        void thatNobodyWaitsForGoesBack() {
            trial.when(given(1, LANE));
            assertThat(names(trial.turns())).containsExactly("returns 1 " + LANE);

            trial.given(REQUEST);
            trial.when(given(1, FEW));
            assertThat(names(trial.turns())).containsExactly("returns 1 " + FEW);
            trial.when(given(2, LANE));
            assertThat(names(trial.turns())).containsExactly("returns 2 " + LANE);
            assertThat(trial.state()).isInstanceOf(Queued.class);
        }

        @Test
        void thatTheActionHasAlreadyChangesNothing() {
            trial.given(REQUEST, given(1, LANE));

            trial.when(given(1, LANE));

            assertThat(trial.outputs()).isEmpty();
        }

        @Test
        void canBeGivenAtOnceOnlyToWhoeverAskedForIt() {
            trial.when(REQUEST);

            assertThatThrownBy(() -> trial.whenGivenAtOnce(given(1, FEW)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    final class AnEnd {

        @BeforeEach
        void granted() {
            trial.given(REQUEST, given(1, LANE), given(1, RATE), given(1, FEW));
        }

        @Test
        void ofTheActionGivesBackAllItHas() {
            trial.given(Samples.started(ID, 1, "e1"));

            trial.when(Samples.succeeded(ID, 1, "e1", "{}"));

            assertThat(trial.onlyEvent(ActionCompleted.class).getAttempt()).isEqualTo(1);
            assertThat(trial.turns()).containsExactly(returned(1, LANE), returned(1, FEW));
        }

        @Test
        void ofAnAttemptGivesBackWhatItHadAndKeepsTheLane() {
            trial.given(Samples.started(ID, 1, "e1"));

            trial.when(Samples.failed(ID, 1, "e1", Samples.error("BUSY", true)));
            assertThat(names(trial.turns())).containsExactly("returns 1 " + FEW);

            trial.whenTimerFires();
            assertThat(names(trial.turns())).containsExactly("asks 2 " + RATE);

            trial.given(given(2, RATE), given(2, FEW), Samples.started(ID, 2, "e1"));
            trial.when(Samples.succeeded(ID, 2, "e1", "{}"));
            assertThat(names(trial.turns()))
                    .containsExactly("returns 1 " + LANE, "returns 2 " + FEW);
        }

        @Test
        void byLossGivesBackAndAsksAgain() {
            trial.given(Samples.started(ID, 1, "e1"));

            trial.whenTimerFires();

            assertThat(trial.events())
                    .hasExactlyElementsOfTypes(AttemptLost.class, ActionQueued.class);
            assertThat(names(trial.turns())).containsExactly("returns 1 " + FEW, "asks 2 " + RATE);
        }

        @Test
        void bySuspensionGivesNothingBack() {
            trial.given(Samples.started(ID, 1, "e1"));

            trial.when(Samples.suspended(ID, 1, "e1", START.plusSeconds(60)));

            assertThat(trial.turns()).isEmpty();
        }

        @Test
        void byCancelWhileItWaitsGivesBackWhatItAskedForAsWell() {
            trial.given(Samples.started(ID, 1, "e1"));
            trial.given(Samples.failed(ID, 1, "e1", Samples.error("BUSY", true)));
            trial.whenTimerFires();

            trial.when(Samples.cancel(ID));

            assertThat(names(trial.turns()))
                    .containsExactly("returns 1 " + LANE, "returns 2 " + RATE);
            assertThat(trial.revoked()).isEmpty();
        }
    }

    @Nested
    final class TimeInTheQueue {

        @Test
        void endsAtTheDeadline() {
            trial.given(Samples.timed(REQUEST, new Timing(null, null, START.plusSeconds(5), null)));
            assertThat(trial.timer()).isEqualTo(new Timer.At(START.plusSeconds(5)));

            trial.whenTimerFires();

            assertThat(trial.onlyEvent(ActionFailed.class).getError().getCode())
                    .isEqualTo("DEADLINE_EXCEEDED");
            assertThat(names(trial.turns())).containsExactly("returns 1 " + LANE);
        }

        @Test
        void doesNotGrantWhatIsGivenTooLate() {
            trial.given(Samples.timed(REQUEST, new Timing(null, START.plusSeconds(5), null, null)));
            trial.passes(Duration.ofSeconds(6));

            trial.when(given(1, LANE));

            assertThat(trial.onlyEvent(ActionFailed.class).getError().getCode())
                    .isEqualTo("START_TIMEOUT");
            assertThat(names(trial.turns())).containsExactly("returns 1 " + LANE);
        }

        @Test
        void countsForTheTotalTimeout() {
            RetryPolicy bounded =
                    Samples.bounded(Samples.THREE_ATTEMPTS, Duration.ofSeconds(20), false);
            trial.given(
                    Samples.with(REQUEST, new ActionRequested(), "retry", bounded),
                    given(1, LANE),
                    given(1, RATE),
                    given(1, FEW),
                    Samples.started(ID, 1, "e1"),
                    Samples.failed(ID, 1, "e1", Samples.error("BUSY", true)));
            trial.whenTimerFires();
            assertThat(trial.timer()).isEqualTo(new Timer.At(START.plusSeconds(20)));

            trial.whenTimerFires();

            assertThat(trial.onlyEvent(ActionFailed.class).getError().getCode()).isEqualTo("BUSY");
            assertThat(names(trial.turns()))
                    .containsExactly("returns 1 " + LANE, "returns 2 " + RATE);
        }
    }
}
