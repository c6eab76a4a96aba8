package dev.actionbus.ledger;

import static dev.actionbus.ledger.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptProgressed;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSuspended;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Heartbeat;
import dev.actionbus.event.LateReport;
import dev.actionbus.event.Mode;
import dev.actionbus.event.OutcomeUnknown;
import dev.actionbus.event.ReportKind;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.event.Timing;
import dev.actionbus.ledger.ActionState.Suspended;
import dev.actionbus.ledger.Step.Timer;
import dev.actionbus.wire.CallbackToken;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the ledger for attempts that take long: what they say, and who may end them. */
final class LedgerLongWorkTest {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final ActionRequested REQUEST = Samples.request("k", "r1", "{}");
    private static final String ID = REQUEST.getActionId();
    private static final Instant UNTIL = START.plusSeconds(600);

    private final LedgerTrial trial = new LedgerTrial(new Ledger(LEASE));

    @Nested
    final class Progress {

        @Test
        void isAnEventWhenItIsNewAndOnlyThen() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"), says(0.1, "warming up", null));

            trial.when(says(0.2, "warming up", "{\"at\":1}"));

            AttemptProgressed event = trial.onlyEvent(AttemptProgressed.class);
            assertThat(event.getProgress()).isEqualTo(0.2);
            assertThat(event.getCheckpoint()).isEqualTo("{\"at\":1}");

            trial.when(says(0.2, "warming up", "{\"at\":1}"));
            assertThat(trial.outputs()).isEmpty();

            trial.when(says(null, "half way", "{\"at\":1}"));
            assertThat(trial.onlyEvent(AttemptProgressed.class).getCheckpoint()).isNull();
        }

        @Test
        void comesAfterTheStartOfItsAttempt() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));

            trial.when(says(0.1, null, null));

            assertThat(trial.events())
                    .hasExactlyElementsOfTypes(AttemptStarted.class, AttemptProgressed.class);
        }

        @Test
        void isNothingWhenAHeartbeatSaysNothing() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));

            trial.when(says(null, null, null));

            assertThat(trial.events()).hasExactlyElementsOfTypes(AttemptStarted.class);
        }

        private Heartbeat says(
                @Nullable Double progress, @Nullable String message, @Nullable String checkpoint) {
            return new Heartbeat(ID, 1, "e1", progress, checkpoint, START, message);
        }
    }

    @Nested
    final class ASuspension {

        @Test
        void holdsNoLease() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));

            trial.when(Samples.suspended(ID, 1, "e1", UNTIL));

            assertThat(trial.events())
                    .hasExactlyElementsOfTypes(AttemptStarted.class, AttemptSuspended.class);
            assertThat(trial.status()).isEqualTo(ActionStatus.SUSPENDED);
            assertThat(trial.timer()).isEqualTo(new Timer.At(UNTIL));
            assertThat(trial.revivedAt(START.plusSeconds(90))).isEqualTo(new Timer.At(UNTIL));
        }

        @ParameterizedTest
        @CsvSource({"1, e2", "2, e1"})
        void isTheWordOfWhoeverClaimedTheAttemptOnly(int attempt, String executor) {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));

            trial.when(Samples.suspended(ID, attempt, executor, UNTIL));

            assertThat(trial.onlyEvent(LateReport.class).getKind()).isEqualTo(ReportKind.SUSPENDED);
            assertThat(trial.status()).isEqualTo(ActionStatus.RUNNING);
        }

        @Test
        void i7_isEndedByAnybodyWhoNamesTheAttempt() {
            givenSuspended(Mode.RETRY);

            trial.when(Samples.succeeded(ID, 1, "callback", "{\"ok\":1}"));

            ActionCompleted event = trial.onlyEvent(ActionCompleted.class);
            assertThat(event.getResult()).isEqualTo("{\"ok\":1}");
            assertThat(event.getRun().getExecutor()).isEqualTo("e1");
        }

        @Test
        void i7_mayBeEndedFromOutsideBeforeItsHandlerHasSaidSo() {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));

            trial.when(Samples.succeeded(ID, 1, CallbackToken.REPORTER, "{\"ok\":1}"));

            assertThat(trial.onlyEvent(ActionCompleted.class).getResult()).isEqualTo("{\"ok\":1}");
            trial.when(Samples.suspended(ID, 1, "e1", UNTIL));
            assertThat(trial.onlyEvent(LateReport.class).getKind()).isEqualTo(ReportKind.SUSPENDED);
        }

        @Test
        void i7_isNotEndedByTheWordForAnotherAttempt() {
            givenSuspended(Mode.RETRY);

            trial.when(Samples.succeeded(ID, 2, "callback", "{}"));

            assertThat(trial.onlyEvent(LateReport.class).getAttempt()).isEqualTo(2);
            assertThat(trial.state()).isInstanceOf(Suspended.class);
        }

        @Test
        void isFollowedByAnotherAttemptWhenTheCallbackSaysItFailed() {
            givenSuspended(Mode.RETRY);

            trial.when(Samples.failed(ID, 1, "callback", Samples.error("BUSY", true)));

            assertThat(trial.onlyEvent(RetryScheduled.class).getAttempt()).isEqualTo(1);
        }

        @Test
        void tellsOfItsProgressAndWaitsNoLonger() {
            givenSuspended(Mode.RETRY);

            trial.when(Samples.heartbeat(ID, 1, "callback", "{\"at\":2}"));

            assertThat(trial.onlyEvent(AttemptProgressed.class).getProgress()).isEqualTo(0.5);
            assertThat(trial.timer()).isEqualTo(new Timer.Unchanged());
        }

        @Test
        void thatNobodyEndsIsAFailedAttempt() {
            givenSuspended(Mode.RETRY);

            trial.whenTimerFires();

            ErrorDetail error = trial.onlyEvent(RetryScheduled.class).getError();
            assertThat(error.getCode()).isEqualTo("CALLBACK_TIMEOUT");
            assertThat(error.getRetryable()).isTrue();
        }

        @Test
        void i4_thatNobodyEndsIsUnknownInModeOnce() {
            givenSuspended(Mode.ONCE);

            trial.whenTimerFires();

            assertThat(trial.onlyEvent(OutcomeUnknown.class).getAttempt()).isEqualTo(1);
        }

        @Test
        void endsAtTheDeadline() {
            trial.given(
                    Samples.timed(REQUEST, new Timing(null, null, START.plusSeconds(20), null)),
                    Samples.started(ID, 1, "e1"),
                    Samples.suspended(ID, 1, "e1", UNTIL));

            trial.whenTimerFires();

            assertThat(trial.onlyEvent(ActionFailed.class).getError().getCode())
                    .isEqualTo("DEADLINE_EXCEEDED");
            assertThat(trial.revoked()).isEmpty();
        }

        @Test
        void reportedTwiceIsEvidenceTheSecondTime() {
            givenSuspended(Mode.RETRY);

            trial.when(Samples.suspended(ID, 1, "e1", UNTIL.plusSeconds(600)));

            assertThat(trial.onlyEvent(LateReport.class).getKind()).isEqualTo(ReportKind.SUSPENDED);
            assertThat(((Suspended) trial.state()).until()).isEqualTo(UNTIL);
        }

        private void givenSuspended(Mode mode) {
            trial.given(
                    REQUEST,
                    Samples.started(ID, 1, "e1", mode),
                    Samples.suspended(ID, 1, "e1", UNTIL));
        }
    }
}
