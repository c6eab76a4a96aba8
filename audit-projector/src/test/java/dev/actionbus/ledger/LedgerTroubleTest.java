package dev.actionbus.ledger;

import static dev.actionbus.ledger.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.ControlIgnored;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.LateReport;
import dev.actionbus.event.Mode;
import dev.actionbus.event.OutcomeUnknown;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.ledger.ActionState.Absent;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Waiting;
import dev.actionbus.ledger.Step.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of the ledger for what goes wrong, ends early or starts anew. */
final class LedgerTroubleTest {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final String PARAMS = "{\"epochs\":3}";
    private static final ActionRequested REQUEST = Samples.request("k", "r1", PARAMS);
    private static final String ID = REQUEST.getActionId();

    private final LedgerTrial trial = new LedgerTrial(new Ledger(LEASE));

    @Nested
    final class AFailure {

        private final ErrorDetail busy = Samples.error("BUSY", true);

        @Test
        void i6_isRetriedAfterItsBackoff() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));

            trial.when(Samples.failed(ID, 1, "e1", busy));

            Instant due = START.plusSeconds(1);
            RetryScheduled event = trial.onlyEvent(RetryScheduled.class);
            assertThat(event.getDueAt()).isEqualTo(due);
            assertThat(event.getError().getCode()).isEqualTo("BUSY");
            assertThat(trial.state()).isInstanceOf(Waiting.class);
            assertThat(trial.timer()).isEqualTo(new Timer.At(due));

            trial.whenTimerFires();

            assertThat(trial.onlyTask().getAttempt()).isEqualTo(2);
            assertThat(trial.event(AttemptGranted.class).getAttempt()).isEqualTo(2);
            assertThat(trial.status()).isEqualTo(ActionStatus.WAITING);
        }

        @Test
        void i4_ofTheLastAttemptIsTheEnd() {
            trial.given(REQUEST);
            for (int attempt = 1; attempt < 3; attempt++) {
                trial.given(Samples.started(ID, attempt, "e1"));
                trial.given(Samples.failed(ID, attempt, "e1", busy));
                trial.givenTimerFired();
            }
            trial.given(Samples.started(ID, 3, "e1"));

            trial.when(Samples.failed(ID, 3, "e1", busy));

            assertThat(trial.onlyEvent(ActionFailed.class).getAttempt()).isEqualTo(3);
            assertThat(trial.state()).isInstanceOf(Closed.class);
        }

        @ParameterizedTest
        @CsvSource({"FINAL, false", "BAD_DATA, true"})
        void thatIsFinalOrListedIsTheEnd(String code, boolean retryable) {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));

            trial.when(Samples.failed(ID, 1, "e1", Samples.error(code, retryable)));

            assertThat(trial.onlyEvent(ActionFailed.class).getError().getCode()).isEqualTo(code);
            assertThat(trial.timer()).isEqualTo(new Timer.Off());
        }

        @Test
        void i4_inModeOnceIsTheEndIfTheHandlerWasCalled() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1", Mode.ONCE));

            trial.when(Samples.failed(ID, 1, "e1", busy));

            assertThat(trial.onlyEvent(ActionFailed.class).getError().getCode()).isEqualTo("BUSY");
        }

        @Test
        void i4_inModeOnceIsUnknownIfTheExecutorSaysSo() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1", Mode.ONCE));

            trial.when(Samples.failed(ID, 1, "e1", Samples.error("OUTCOME_UNKNOWN", true)));

            assertThat(trial.onlyEvent(OutcomeUnknown.class).getAttempt()).isEqualTo(1);
            assertThat(trial.state())
                    .isInstanceOfSatisfying(
                            Closed.class,
                            closed -> assertThat(closed.status()).isEqualTo(ActionStatus.UNKNOWN));
            assertThat(trial.timer()).isEqualTo(new Timer.Off());
        }

        @Test
        void i6_inModeRetryIsRetriedAlsoIfNobodyKnowsWhatItDid() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1", Mode.RETRY));

            trial.when(Samples.failed(ID, 1, "e1", Samples.error("OUTCOME_UNKNOWN", true)));

            assertThat(trial.onlyEvent(RetryScheduled.class).getAttempt()).isEqualTo(1);
        }

        @Test
        void inModeOnceIsFollowedByAnotherAttemptIfTheHandlerWasNotCalled() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1", Mode.ONCE));

            trial.when(Samples.notStarted(ID, 1, "e1"));

            assertThat(trial.onlyEvent(RetryScheduled.class).getAttempt()).isEqualTo(1);
        }

        @Test
        void withTheMostExtremeRetryPolicyStillHasAnInstantToWaitFor() {
            RetryPolicy forEver =
                    new RetryPolicy(
                            9, Long.MAX_VALUE, 100.0, Long.MAX_VALUE, 1.0, List.of(), null, false);
            trial.given(Samples.request("k", "r1", PARAMS, Mode.RETRY, forEver));
            trial.given(Samples.started(ID, 1, "e1"));

            trial.when(Samples.failed(ID, 1, "e1", busy));

            Instant due = trial.onlyEvent(RetryScheduled.class).getDueAt();
            assertThat(due.toEpochMilli()).isGreaterThanOrEqualTo(START.toEpochMilli());
        }
    }

    @Nested
    final class ASilentAttempt {

        @Test
        void i6_isLostAndTheNextIsGranted() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));

            trial.whenTimerFires();

            AttemptLost lost = trial.event(AttemptLost.class);
            assertThat(lost.getAttempt()).isEqualTo(1);
            assertThat(lost.getRun().getExecutor()).isEqualTo("e1");
            assertThat(trial.onlyTask().getAttempt()).isEqualTo(2);
            assertThat(trial.events()).element(1, type(AttemptGranted.class)).isNotNull();
        }

        @Test
        void i4_thatWasTheLastFailsTheAction() {
            RetryPolicy one = new RetryPolicy(1, 10L, 1.0, 10L, 0.0, List.of(), null, false);
            trial.given(Samples.request("k", "r1", PARAMS, Mode.RETRY, one));
            trial.given(Samples.started(ID, 1, "e1"));

            trial.whenTimerFires();

            assertThat(trial.event(AttemptLost.class).getAttempt()).isEqualTo(1);
            assertThat(trial.event(ActionFailed.class).getError().getCode()).isEqualTo("LOST");
            assertThat(trial.tasks()).isEmpty();
        }

        @Test
        void i4_inModeOnceLeavesTheOutcomeUnknownForEver() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1", Mode.ONCE));

            trial.whenTimerFires();

            assertThat(trial.onlyEvent(OutcomeUnknown.class).getAttempt()).isEqualTo(1);
            assertThat(((Closed) trial.state()).status()).isEqualTo(ActionStatus.UNKNOWN);

            trial.when(Samples.succeeded(ID, 1, "e1", "{}"));

            assertThat(trial.onlyEvent(LateReport.class).getPayload()).isEqualTo("{}");
        }

        @ParameterizedTest
        @EnumSource(
                value = Stage.class,
                names = {"ABSENT", "GRANTED", "CLOSED"})
        void aTimerThatHasNoReasonAnyMoreDoesNothing(Stage stage) {
            stage.reach(trial);
            ActionState before = trial.state();

            trial.whenTimerFires();

            assertThat(trial.state()).isEqualTo(before);
            assertThat(trial.outputs()).isEmpty();
        }
    }

    @Nested
    final class ACancel {

        @ParameterizedTest
        @EnumSource(
                value = Stage.class,
                names = {"GRANTED", "RUNNING", "WAITING"})
        void i2_endsAnOpenActionAndSaysWhoAndWhy(Stage stage) {
            stage.reach(trial);

            trial.when(Samples.cancel(ID));

            ActionCancelled event = trial.onlyEvent(ActionCancelled.class);
            assertThat(event.getPrincipal()).isEqualTo("bob");
            assertThat(event.getReason()).isEqualTo("no longer needed");
            assertThat(trial.timer()).isEqualTo(new Timer.Off());

            trial.when(Samples.request("k", "r9", PARAMS));

            assertThat(trial.onlyEvent(DuplicateObserved.class).getStatus())
                    .isEqualTo(ActionStatus.CANCELLED);
        }

        @Test
        void i2_afterTheEndIsIgnoredOnRecord() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));
            trial.given(Samples.succeeded(ID, 1, "e1", "{}"));
            ActionState before = trial.state();

            trial.when(Samples.cancel(ID));

            assertThat(trial.onlyEvent(ControlIgnored.class).getStatus())
                    .isEqualTo(ActionStatus.COMPLETED);
            assertThat(trial.state()).isEqualTo(before);
        }

        @Test
        void ofAnActionNobodyAskedForIsIgnoredOnRecord() {
            trial.when(Samples.cancel(ID));

            assertThat(trial.onlyEvent(ControlIgnored.class).getStatus()).isNull();
            assertThat(trial.state()).isEqualTo(new Absent());
        }
    }

    @Nested
    final class ARestart {

        private final Instant later = START.plusSeconds(1_000);

        @ParameterizedTest
        @CsvSource({"RETRY, 1", "ONCE, 2"})
        void armsEveryLeaseAnewInFull(Mode mode, int leases) {
            trial.given(REQUEST, Samples.started(ID, 1, "e1", mode));

            assertThat(trial.revivedAt(later))
                    .isEqualTo(new Timer.At(later.plus(LEASE.multipliedBy(leases))));
        }

        @Test
        void keepsTheTimeOfARetry() {
            Stage.WAITING.reach(trial);
            Instant due = ((Waiting) trial.state()).dueAt();

            assertThat(trial.revivedAt(later)).isEqualTo(new Timer.At(due));
        }

        @Test
        void leavesAQueuedAttemptToItsTopic() {
            Stage.GRANTED.reach(trial);

            assertThat(trial.revivedAt(later)).isEqualTo(new Timer.Off());
        }
    }

    /** Every state an action can be in. */
    private enum Stage {
        ABSENT,
        GRANTED,
        RUNNING,
        WAITING,
        CLOSED;

        void reach(LedgerTrial trial) {
            if (this != ABSENT) {
                trial.given(REQUEST);
            }
            if (this == RUNNING || this == WAITING) {
                trial.given(Samples.started(ID, 1, "e1"));
            }
            if (this == WAITING) {
                trial.given(Samples.failed(ID, 1, "e1", Samples.error("BUSY", true)));
            }
            if (this == CLOSED) {
                trial.given(Samples.cancel(ID));
            }
        }
    }
}
