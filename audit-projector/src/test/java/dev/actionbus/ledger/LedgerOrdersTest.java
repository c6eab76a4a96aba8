package dev.actionbus.ledger;

import static dev.actionbus.ledger.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionPaused;
import dev.actionbus.event.ActionRedriven;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptRevoked;
import dev.actionbus.event.ControlIgnored;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.KeyReleased;
import dev.actionbus.event.LateReport;
import dev.actionbus.event.Mode;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.RetryRequested;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.event.Timing;
import dev.actionbus.ledger.ActionState.Released;
import dev.actionbus.ledger.Step.Timer;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the ledger for what operators order. */
final class LedgerOrdersTest {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final RetryPolicy TWICE =
            new RetryPolicy(2, 1_000L, 1.0, 1_000L, 0.0, List.of(), null, false);
    private static final ActionRequested REQUEST =
            Samples.request("k", "r1", "{}", Mode.RETRY, TWICE);
    private static final String ID = REQUEST.getActionId();
    private static final ErrorDetail BUSY = Samples.error("BUSY", true);
    private static final ErrorDetail FINAL = Samples.error("FINAL", false);

    private final LedgerTrial trial = new LedgerTrial(new Ledger(LEASE));

    private void givenFailed() {
        trial.given(REQUEST);
        fail(1, FINAL);
    }

    private void fail(int attempt, ErrorDetail error) {
        trial.given(Samples.started(ID, attempt, "e1"), Samples.failed(ID, attempt, "e1", error));
    }

    private void whenIgnored(SpecificRecord order, String name, @Nullable ActionStatus status) {
        ActionState before = trial.state();

        trial.when(order);

        ControlIgnored event = trial.onlyEvent(ControlIgnored.class);
        assertThat(event.getOrder()).isEqualTo(name);
        assertThat(event.getStatus()).isEqualTo(status);
        assertThat(trial.state()).isEqualTo(before);
        assertThat(trial.timer()).isEqualTo(new Timer.Unchanged());
    }

    @Nested
    final class ACancel {

        @Test
        void takesAQueuedAttemptBack() {
            trial.given(REQUEST);

            trial.when(Samples.cancel(ID));

            AttemptRevoked revoked = trial.revoked().getFirst();
            assertThat(revoked.getAttempt()).isEqualTo(1);
            assertThat(revoked.getReason()).isEqualTo("CANCELLED: no longer needed");
        }

        @Test
        void stopsARunningOne() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));

            trial.when(Samples.cancel(ID));

            assertThat(trial.revoked()).extracting(AttemptRevoked::getAttempt).containsExactly(1);
        }

        @Test
        void hasNothingToTakeBackBetweenAttempts() {
            trial.given(REQUEST);
            fail(1, BUSY);

            trial.when(Samples.cancel(ID));

            assertThat(trial.onlyEvent(ActionCancelled.class).getAttempt()).isEqualTo(1);
            assertThat(trial.revoked()).isEmpty();
        }

        @Test
        void beforeTheBeginLeavesNoAttempt() {
            trial.given(Samples.timed(REQUEST, new Timing(START.plusSeconds(9), null, null, null)));

            trial.when(Samples.cancel(ID));

            assertThat(trial.onlyEvent(ActionCancelled.class).getAttempt()).isZero();
        }

        @Test
        void thatComesAgainAfterARedriveIsIgnored() {
            trial.given(REQUEST, Samples.cancel(ID, "c1"), Samples.redrive(ID, "o1"));

            whenIgnored(Samples.cancel(ID, "c1"), "CANCEL", ActionStatus.WAITING);
        }
    }

    @Nested
    final class ARetry {

        @Test
        void ofAWaitingActionGrantsNow() {
            trial.given(REQUEST);
            fail(1, BUSY);

            trial.when(Samples.retry(ID, "o1"));

            assertThat(trial.event(RetryRequested.class).getPrincipal()).isEqualTo("bob");
            assertThat(trial.event(AttemptGranted.class).getAttempt()).isEqualTo(2);
            assertThat(trial.onlyTask().getAttempt()).isEqualTo(2);
            assertThat(trial.timer()).isEqualTo(new Timer.Off());
        }

        @Test
        void beforeTheBeginIsTheBegin() {
            trial.given(Samples.timed(REQUEST, new Timing(START.plusSeconds(9), null, null, null)));

            trial.when(Samples.retry(ID, "o1"));

            assertThat(trial.onlyTask().getAttempt()).isEqualTo(1);
        }

        @Test
        void ofAPausedActionIsOneAttemptMore() {
            givenPaused();

            trial.when(Samples.retry(ID, "o1"));

            assertThat(trial.onlyTask().getAttempt()).isEqualTo(3);

            fail(3, BUSY);
            assertThat(trial.onlyEvent(ActionPaused.class).getAttempt()).isEqualTo(3);

            trial.when(Samples.retry(ID, "o2"));
            assertThat(trial.onlyTask().getAttempt()).isEqualTo(4);
        }

        @Test
        void thatComesAgainIsIgnored() {
            givenPaused();
            trial.given(Samples.retry(ID, "o1"));
            fail(3, BUSY);

            whenIgnored(Samples.retry(ID, "o1"), "RETRY", ActionStatus.PAUSED);
        }

        @Test
        void doesNotFitWhatRunsOrHasEnded() {
            whenIgnored(Samples.retry(ID, "o1"), "RETRY", null);
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));
            whenIgnored(Samples.retry(ID, "o1"), "RETRY", ActionStatus.RUNNING);
            trial.given(Samples.succeeded(ID, 1, "e1", "{}"));
            whenIgnored(Samples.retry(ID, "o1"), "RETRY", ActionStatus.COMPLETED);
        }

        private void givenPaused() {
            trial.given(
                    Samples.request(
                            "k", "r1", "{}", Mode.RETRY, Samples.bounded(TWICE, null, true)));
            fail(1, BUSY);
            trial.whenTimerFires();
            fail(2, BUSY);
        }
    }

    @Nested
    final class ARedrive {

        @Test
        void i2_beginsANewRoundWithAllAttemptsAgain() {
            trial.given(REQUEST);
            fail(1, BUSY);
            trial.whenTimerFires();
            fail(2, BUSY);
            assertThat(trial.onlyEvent(ActionFailed.class).getAttempt()).isEqualTo(2);

            trial.when(Samples.redrive(ID, "o1"));

            ActionRedriven event = trial.event(ActionRedriven.class);
            assertThat(event.getRound()).isEqualTo(2);
            assertThat(event.getReason()).isEqualTo("it is mended");
            assertThat(trial.event(AttemptGranted.class).getAttempt()).isEqualTo(3);
            assertThat(trial.onlyTask().getParams()).isEqualTo("{}");

            fail(3, BUSY);
            assertThat(trial.onlyEvent(RetryScheduled.class).getDueAt())
                    .isEqualTo(START.plusSeconds(2));
            trial.whenTimerFires();
            fail(4, BUSY);
            assertThat(trial.onlyEvent(ActionFailed.class).getAttempt()).isEqualTo(4);
        }

        @Test
        void givesTheLastCheckpointOn() {
            trial.given(
                    REQUEST,
                    Samples.started(ID, 1, "e1"),
                    Samples.heartbeat(ID, 1, "e1", "{\"at\":7}"),
                    Samples.failed(ID, 1, "e1", FINAL));

            trial.when(Samples.redrive(ID, "o1"));

            assertThat(trial.onlyTask().getCheckpoint()).isEqualTo("{\"at\":7}");
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void i4_callsAHandlerOfModeOnceOnceMore(boolean unknown) {
            trial.given(
                    Samples.request("k", "r1", "{}", Mode.ONCE, null),
                    Samples.started(ID, 1, "e1"));
            if (unknown) {
                trial.whenTimerFires();
            } else {
                trial.given(Samples.failed(ID, 1, "e1", BUSY));
            }

            trial.when(Samples.redrive(ID, "o1"));
            assertThat(trial.onlyTask().getAttempt()).isEqualTo(2);

            fail(2, BUSY);
            assertThat(trial.onlyEvent(ActionFailed.class).getAttempt()).isEqualTo(2);
        }

        @Test
        void isNotBoundByATimeThatHadPassed() {
            trial.given(Samples.timed(REQUEST, new Timing(null, null, START.plusSeconds(5), null)));
            trial.whenTimerFires();

            trial.when(Samples.redrive(ID, "o1"));

            assertThat(trial.onlyTask().getDeadline()).isNull();
            assertThat(trial.timer()).isEqualTo(new Timer.Off());
        }

        @Test
        void isBoundByATimeThatIsStillToCome() {
            trial.given(
                    Samples.timed(REQUEST, new Timing(null, null, START.plusSeconds(5), null)),
                    Samples.cancel(ID, "c1"));

            trial.when(Samples.redrive(ID, "o1"));

            assertThat(trial.onlyTask().getDeadline()).isEqualTo(START.plusSeconds(5));
        }

        @Test
        void thatComesAgainIsIgnoredWhateverHasHappenedSince() {
            givenFailed();
            trial.given(Samples.redrive(ID, "o1"));
            whenIgnored(Samples.redrive(ID, "o1"), "REDRIVE", ActionStatus.WAITING);
            fail(2, FINAL);

            whenIgnored(Samples.redrive(ID, "o1"), "REDRIVE", ActionStatus.FAILED);
        }

        @Test
        void doesNotFitACompletedAction() {
            trial.given(
                    REQUEST, Samples.started(ID, 1, "e1"), Samples.succeeded(ID, 1, "e1", "{}"));

            whenIgnored(Samples.redrive(ID, "o1"), "REDRIVE", ActionStatus.COMPLETED);
        }

        @Test
        void i7_leavesTheReportsOfEarlierAttemptsEvidence() {
            givenFailed();
            trial.given(Samples.redrive(ID, "o1"), Samples.started(ID, 2, "e2"));

            trial.when(Samples.succeeded(ID, 1, "e1", "{}"));

            assertThat(trial.onlyEvent(LateReport.class).getCurrentAttempt()).isEqualTo(2);
        }
    }

    @Nested
    final class AKeyRelease {

        private final ActionRequested other = Samples.request("k", "r2", "{\"other\":1}");

        @Test
        void i1_letsTheNextRequestBeANewRoundWithRisingAttempts() {
            givenFailed();

            trial.when(Samples.release(ID, "o1"));
            assertThat(trial.onlyEvent(KeyReleased.class).getRound()).isEqualTo(1);
            assertThat(trial.state()).isInstanceOf(Released.class);

            trial.when(other);
            ActionAccepted accepted = trial.event(ActionAccepted.class);
            assertThat(accepted.getRound()).isEqualTo(2);
            assertThat(accepted.getAttempt()).isEqualTo(2);
            assertThat(accepted.getRequest()).isEqualTo(other);
            assertThat(trial.onlyTask().getAttempt()).isEqualTo(2);
        }

        @Test
        void i1_doesNotLetTheOldSubmissionInAgain() {
            givenFailed();
            trial.given(Samples.release(ID, "o1"));

            trial.when(REQUEST);

            assertThat(trial.onlyEvent(DuplicateObserved.class).getAcceptedRequestId())
                    .isEqualTo("r1");
            assertThat(trial.state()).isInstanceOf(Released.class);
        }

        @Test
        void fitsACompletedAction() {
            trial.given(
                    REQUEST, Samples.started(ID, 1, "e1"), Samples.succeeded(ID, 1, "e1", "{}"));

            trial.when(Samples.release(ID, "o1"));

            assertThat(trial.onlyEvent(KeyReleased.class).getPrincipal()).isEqualTo("bob");
        }

        @Test
        void thatComesAgainIsIgnored() {
            givenFailed();
            trial.given(Samples.release(ID, "o1"));
            whenIgnored(Samples.release(ID, "o1"), "RELEASE_KEY", ActionStatus.FAILED);
            trial.given(other);
            fail(2, FINAL);

            whenIgnored(Samples.release(ID, "o1"), "RELEASE_KEY", ActionStatus.FAILED);
        }

        @Test
        void doesNotFitAnOpenAction() {
            trial.given(REQUEST);

            whenIgnored(Samples.release(ID, "o1"), "RELEASE_KEY", ActionStatus.ADMITTED);
        }

        @Test
        void leavesNothingToRedrive() {
            givenFailed();
            trial.given(Samples.release(ID, "o1"));

            whenIgnored(Samples.redrive(ID, "o2"), "REDRIVE", ActionStatus.FAILED);
        }

        @Test
        void keepsLateWordsAsEvidence() {
            givenFailed();
            trial.given(Samples.release(ID, "o1"));

            trial.when(Samples.succeeded(ID, 1, "e1", "{}"));

            assertThat(trial.onlyEvent(LateReport.class).getCurrentAttempt()).isEqualTo(1);
        }
    }
}
