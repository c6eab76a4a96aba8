package dev.actionbus.ledger;

import static dev.actionbus.ledger.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.ConflictRejected;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.LateReport;
import dev.actionbus.event.LateStart;
import dev.actionbus.event.Mode;
import dev.actionbus.event.OrphanReport;
import dev.actionbus.event.ReportKind;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.ledger.ActionState.Absent;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.Step.Timer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the ledger for requests, starts, heartbeats and successes. */
final class LedgerTest {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final String PARAMS = "{\"epochs\":3}";
    private static final ActionRequested REQUEST = Samples.request("k", "r1", PARAMS);
    private static final String ID = REQUEST.getActionId();

    private final LedgerTrial trial = new LedgerTrial(new Ledger(LEASE));

    @Nested
    final class ARequest {

        @Test
        void nobodyMadeBeforeIsAcceptedAndGrantedItsFirstAttempt() {
            trial.when(REQUEST);

            assertThat(trial.state()).isInstanceOf(Granted.class);
            assertThat(trial.status()).isEqualTo(ActionStatus.ADMITTED);
            assertThat(trial.event(ActionAccepted.class).getRequest()).isEqualTo(REQUEST);
            AttemptGranted task = trial.onlyTask();
            assertThat(task.getAttempt()).isEqualTo(1);
            assertThat(task.getParams()).isEqualTo(PARAMS);
            assertThat(task.getLeaseMillis()).isEqualTo(LEASE.toMillis());
            assertThat(trial.timer()).isEqualTo(new Timer.Off());
        }

        @Test
        void i1_madeAgainWhileTheActionIsOpenIsADuplicateThatNamesTheWinner() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));
            ActionState before = trial.state();

            trial.when(Samples.request("k", "r2", " { \"epochs\" : 3 } "));

            DuplicateObserved event = trial.onlyEvent(DuplicateObserved.class);
            assertThat(event.getRequestId()).isEqualTo("r2");
            assertThat(event.getAcceptedRequestId()).isEqualTo("r1");
            assertThat(event.getStatus()).isEqualTo(ActionStatus.RUNNING);
            assertThat(event.getOutcome()).isNull();
            assertThat(trial.state()).isEqualTo(before);
            assertThat(trial.timer()).isEqualTo(new Timer.Unchanged());
        }

        @Test
        void i14_madeAgainAfterTheEndIsToldTheOutcome() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));
            trial.given(Samples.succeeded(ID, 1, "e1", "{\"loss\":0.1}"));

            trial.when(Samples.request("k", "r2", PARAMS));

            DuplicateObserved event = trial.onlyEvent(DuplicateObserved.class);
            assertThat(event.getStatus()).isEqualTo(ActionStatus.COMPLETED);
            assertThat(event.getOutcome().getResult()).isEqualTo("{\"loss\":0.1}");
            assertThat(event.getOutcome().getAttempt()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void i8_forSomethingElseUnderTheSameKeyIsAConflictAndNeverGranted(boolean closed) {
            trial.given(REQUEST);
            if (closed) {
                trial.given(Samples.cancel(ID));
            }
            ActionState before = trial.state();

            trial.when(Samples.request("k", "r2", "{\"epochs\":4}"));

            ConflictRejected event = trial.onlyEvent(ConflictRejected.class);
            assertThat(event.getRequestId()).isEqualTo("r2");
            assertThat(event.getFingerprint()).isNotEqualTo(event.getAcceptedFingerprint());
            assertThat(trial.state()).isEqualTo(before);
        }
    }

    @Nested
    final class AStart {

        @Test
        void ofTheGrantedAttemptArmsTheLeaseAndIsNotAnEventYet() {
            trial.given(REQUEST);

            trial.when(Samples.started(ID, 1, "e1"));

            assertThat(trial.status()).isEqualTo(ActionStatus.RUNNING);
            assertThat(trial.timer()).isEqualTo(new Timer.At(START.plus(LEASE)));
            assertThat(trial.outputs()).isEmpty();
        }

        @Test
        void inModeOnceGetsTheLeaseTwice() {
            trial.given(REQUEST);

            trial.when(Samples.started(ID, 1, "e1", Mode.ONCE));

            assertThat(trial.timer()).isEqualTo(new Timer.At(START.plus(LEASE.multipliedBy(2))));
        }

        @ParameterizedTest
        @CsvSource({"1, e1", "1, e2", "2, e1"})
        void thatIsNotAwaitedIsLateAndChangesNothing(int attempt, String executor) {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));
            ActionState before = trial.state();

            trial.when(Samples.started(ID, attempt, executor));

            LateStart event = trial.onlyEvent(LateStart.class);
            assertThat(event.getAttempt()).isEqualTo(attempt);
            assertThat(event.getCurrentAttempt()).isEqualTo(1);
            assertThat(event.getExecutor()).isEqualTo(executor);
            assertThat(trial.state()).isEqualTo(before);
            assertThat(trial.timer()).isEqualTo(new Timer.Unchanged());
        }

        @Test
        void afterTheEndIsLate() {
            trial.given(REQUEST, Samples.cancel(ID));

            trial.when(Samples.started(ID, 1, "e1"));

            assertThat(trial.onlyEvent(LateStart.class).getCurrentAttempt()).isEqualTo(1);
        }

        @Test
        void cannotOverruleTheModeAndRetryOfTheRequest() {
            RetryPolicy one = new RetryPolicy(1, 10L, 1.0, 10L, 0.0, List.of(), null, false);
            trial.given(Samples.request("k", "r1", PARAMS, Mode.ONCE, one));

            trial.when(Samples.started(ID, 1, "e1", Mode.RETRY));

            Running running = (Running) trial.state();
            assertThat(running.claim().mode()).isEqualTo(Mode.ONCE);
            assertThat(running.claim().retry()).isEqualTo(one);
        }
    }

    @Nested
    final class AHeartbeat {

        @Test
        void rearmsTheLeaseAndAnnouncesTheStartOnce() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));
            trial.passes(Duration.ofSeconds(8));

            trial.when(Samples.heartbeat(ID, 1, "e1", null));

            assertThat(trial.timer()).isEqualTo(new Timer.At(START.plusSeconds(8).plus(LEASE)));
            AttemptStarted announced = trial.event(AttemptStarted.class);
            assertThat(announced.getRun().getExecutor()).isEqualTo("e1");

            trial.passes(Duration.ofSeconds(5));
            trial.when(Samples.heartbeat(ID, 1, "e1", null));

            assertThat(trial.timer()).isEqualTo(new Timer.At(START.plusSeconds(13).plus(LEASE)));
            assertThat(trial.outputs()).isEmpty();
        }

        @Test
        void handsItsCheckpointOnToTheNextAttempt() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));
            trial.given(Samples.heartbeat(ID, 1, "e1", "{\"epoch\":2}"));
            trial.given(Samples.heartbeat(ID, 1, "e1", null));

            trial.whenTimerFires();

            assertThat(trial.onlyTask().getCheckpoint()).isEqualTo("{\"epoch\":2}");
        }

        @ParameterizedTest
        @CsvSource({"1, e2", "2, e1"})
        void fromSomebodyElseRearmsNothing(int attempt, String executor) {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));

            trial.when(Samples.heartbeat(ID, attempt, executor, null));

            assertThat(trial.onlyEvent(LateReport.class).getKind()).isEqualTo(ReportKind.HEARTBEAT);
            assertThat(trial.timer()).isEqualTo(new Timer.Unchanged());
        }
    }

    @Nested
    final class ASuccess {

        @Test
        void i2_ofTheCurrentAttemptCompletesTheAction() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));

            trial.when(Samples.succeeded(ID, 1, "e1", "{\"loss\":0.1}"));

            ActionCompleted event = trial.onlyEvent(ActionCompleted.class);
            assertThat(event.getResult()).isEqualTo("{\"loss\":0.1}");
            assertThat(event.getRun().getExecutor()).isEqualTo("e1");
            assertThat(trial.state()).isInstanceOf(Closed.class);
            assertThat(trial.timer()).isEqualTo(new Timer.Off());
        }

        @Test
        void i2_reportedTwiceIsEvidenceTheSecondTime() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));
            trial.given(Samples.succeeded(ID, 1, "e1", "{\"loss\":0.1}"));
            ActionState before = trial.state();

            trial.when(Samples.succeeded(ID, 1, "e1", "{\"loss\":0.2}"));

            LateReport event = trial.onlyEvent(LateReport.class);
            assertThat(event.getPayload()).isEqualTo("{\"loss\":0.2}");
            assertThat(event.getKind()).isEqualTo(ReportKind.SUCCEEDED);
            assertThat(trial.state()).isEqualTo(before);
        }

        @ParameterizedTest
        @CsvSource({"1, e2", "2, e1", "0, e1"})
        void i7_ofAnotherAttemptOrExecutorIsEvidence(int attempt, String executor) {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));
            ActionState before = trial.state();

            trial.when(Samples.succeeded(ID, attempt, executor, "{}"));

            assertThat(trial.onlyEvent(LateReport.class).getCurrentAttempt()).isEqualTo(1);
            assertThat(trial.state()).isEqualTo(before);
            assertThat(trial.timer()).isEqualTo(new Timer.Unchanged());
        }

        @Test
        void i7_ofALostAttemptDoesNotEndTheNextOne() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));
            trial.givenTimerFired();

            trial.when(Samples.succeeded(ID, 1, "e1", "{}"));

            assertThat(trial.onlyEvent(LateReport.class).getAttempt()).isEqualTo(1);
            assertThat(trial.state()).isInstanceOf(Granted.class);
        }

        @Test
        void i5_ofAnAttemptThatDidNotStartIsEvidence() {
            trial.given(REQUEST);

            trial.when(Samples.succeeded(ID, 1, "e1", "{}"));

            assertThat(trial.onlyEvent(LateReport.class).getCurrentAttempt()).isZero();
        }

        @Test
        void ofAnActionNobodyAskedForIsAnOrphan() {
            trial.when(Samples.succeeded(ID, 1, "e1", "{}"));

            assertThat(trial.onlyEvent(OrphanReport.class).getKind())
                    .isEqualTo(ReportKind.SUCCEEDED);
            assertThat(trial.state()).isEqualTo(new Absent());
        }
    }
}
