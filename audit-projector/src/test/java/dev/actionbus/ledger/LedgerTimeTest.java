package dev.actionbus.ledger;

import static dev.actionbus.ledger.Samples.START;
import static dev.actionbus.ledger.Samples.THREE_ATTEMPTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionPaused;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.AttemptRevoked;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Mode;
import dev.actionbus.event.RequestRejected;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.event.Timing;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Granted;
import dev.actionbus.ledger.ActionState.Paused;
import dev.actionbus.ledger.Step.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the ledger for when an action may begin, must have ended, and is tried again. */
final class LedgerTimeTest {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final ActionRequested REQUEST = Samples.request("k", "r1", "{}");
    private static final String ID = REQUEST.getActionId();
    private static final Instant SOON = START.plusSeconds(10);
    private static final Instant LATER = START.plusSeconds(60);
    private static final ErrorDetail BUSY = Samples.error("BUSY", true);

    private static final RetryPolicy ONE_ATTEMPT =
            new RetryPolicy(1, 10L, 1.0, 10L, 0.0, List.of(), null, false);

    private final LedgerTrial trial = new LedgerTrial(new Ledger(LEASE));

    private static ActionRequested request(Timing timing) {
        return Samples.timed(REQUEST, timing);
    }

    @Nested
    final class ABegin {

        @Test
        void isAwaitedWithoutAnAttempt() {
            trial.when(request(new Timing(SOON, null, null, null)));

            assertThat(trial.onlyEvent(ActionAccepted.class).getAttempt()).isZero();
            assertThat(trial.status()).isEqualTo(ActionStatus.WAITING);
            assertThat(trial.timer()).isEqualTo(new Timer.At(SOON));

            trial.whenTimerFires();

            assertThat(trial.event(AttemptGranted.class).getAttempt()).isEqualTo(1);
            assertThat(trial.onlyTask().getAttempt()).isEqualTo(1);
            assertThat(trial.status()).isEqualTo(ActionStatus.ADMITTED);
        }

        @Test
        void thatHasPassedIsNow() {
            trial.when(request(new Timing(START.minusSeconds(1), null, null, null)));

            assertThat(trial.onlyTask().getAttempt()).isEqualTo(1);
            assertThat(trial.event(ActionAccepted.class).getAttempt()).isEqualTo(1);
        }

        @Test
        void isNotBroughtForwardByAClockThatWasSetBack() {
            trial.given(request(new Timing(SOON, null, null, null)));
            trial.passes(Duration.ofSeconds(10));
            trial.passes(Duration.ofSeconds(-5));
            ActionState before = trial.state();

            trial.whenTimerFiresEarly();

            assertThat(trial.outputs()).isEmpty();
            assertThat(trial.state()).isEqualTo(before);
            assertThat(trial.timer()).isEqualTo(new Timer.At(SOON));
        }
    }

    @Nested
    final class AStartBy {

        @Test
        void failsWhatNobodyHasClaimedAndTakesItBack() {
            trial.given(request(new Timing(null, SOON, null, null)));
            assertThat(trial.timer()).isEqualTo(new Timer.At(SOON));

            trial.whenTimerFires();

            ActionFailed event = trial.onlyEvent(ActionFailed.class);
            assertThat(event.getError().getCode()).isEqualTo("START_TIMEOUT");
            assertThat(event.getRun()).isNull();
            assertThat(trial.revoked()).extracting(AttemptRevoked::getAttempt).containsExactly(1);
            assertThat(trial.state()).isInstanceOf(Closed.class);
        }

        @Test
        void doesNotBindWhatHasBegun() {
            trial.given(request(new Timing(null, SOON, null, null)));

            trial.when(Samples.started(ID, 1, "e1"));

            assertThat(trial.timer()).isEqualTo(new Timer.At(START.plus(LEASE)));

            trial.when(Samples.failed(ID, 1, "e1", BUSY));
            trial.passes(Duration.ofSeconds(30));
            trial.whenTimerFires();

            assertThat(trial.onlyTask().getAttempt()).isEqualTo(2);
            assertThat(trial.timer()).isEqualTo(new Timer.Off());
        }
    }

    @Nested
    final class ADeadline {

        private final Timing by = new Timing(null, null, SOON, 4_000L);

        @Test
        void goesWithEveryGrant() {
            trial.when(request(by));

            assertThat(trial.onlyTask().getDeadline()).isEqualTo(SOON);
            assertThat(trial.onlyTask().getTimeoutMillis()).isEqualTo(4_000L);
        }

        @Test
        void endsARunningAttempt() {
            trial.given(request(by), Samples.started(ID, 1, "e1"));
            trial.given(Samples.heartbeat(ID, 1, "e1", null));
            assertThat(trial.timer()).isEqualTo(new Timer.At(SOON));

            trial.whenTimerFires();

            ActionFailed event = trial.onlyEvent(ActionFailed.class);
            assertThat(event.getError().getCode()).isEqualTo("DEADLINE_EXCEEDED");
            assertThat(event.getError().getRetryable()).isFalse();
            AttemptRevoked revoked = trial.revoked().getFirst();
            assertThat(revoked.getAttempt()).isEqualTo(1);
            assertThat(revoked.getReason()).startsWith("DEADLINE_EXCEEDED");
        }

        @Test
        void bindsAfterARetryAsWell() {
            trial.given(request(by), Samples.started(ID, 1, "e1"));
            trial.given(Samples.failed(ID, 1, "e1", BUSY));
            trial.whenTimerFires();

            assertThat(trial.state()).isInstanceOf(Granted.class);
            assertThat(trial.timer()).isEqualTo(new Timer.At(SOON));

            trial.whenTimerFires();

            assertThat(trial.onlyEvent(ActionFailed.class).getError().getCode())
                    .isEqualTo("DEADLINE_EXCEEDED");
            assertThat(trial.revoked()).extracting(AttemptRevoked::getAttempt).containsExactly(2);
        }

        @Test
        void thatHasPassedBeforeTheAdmissionGrantsNothing() {
            trial.passes(Duration.ofSeconds(11));

            trial.when(request(by));

            assertThat(trial.event(ActionAccepted.class).getAttempt()).isZero();
            assertThat(trial.event(ActionFailed.class).getAttempt()).isZero();
            assertThat(trial.tasks()).isEmpty();
            assertThat(trial.revoked()).isEmpty();
        }

        @Test
        void isNotForgottenByARestart() {
            trial.given(request(by), Samples.started(ID, 1, "e1"));

            assertThat(trial.revivedAt(START.plusSeconds(1))).isEqualTo(new Timer.At(SOON));
        }

        @ParameterizedTest
        @CsvSource({"20, 10", "10, 10"})
        void thatIsNotBehindTheBeginIsRefused(long runAt, long deadline) {
            trial.when(
                    request(
                            new Timing(
                                    START.plusSeconds(runAt),
                                    null,
                                    START.plusSeconds(deadline),
                                    null)));

            assertThat(trial.onlyEvent(RequestRejected.class).getCode())
                    .isEqualTo("DEADLINE_INVALID");
        }
    }

    @Nested
    final class ATotalTimeout {

        private final RetryPolicy half = Samples.bounded(THREE_ATTEMPTS, seconds(30), false);
        private final ActionRequested bound = Samples.request("k", "r1", "{}", Mode.RETRY, half);

        @Test
        void allowsNoAttemptThatWouldBeGrantedBehindIt() {
            trial.given(bound, Samples.started(ID, 1, "e1"));
            trial.passes(seconds(29));

            trial.when(Samples.failed(ID, 1, "e1", BUSY));

            assertThat(trial.onlyEvent(ActionFailed.class).getError()).isEqualTo(BUSY);
        }

        @Test
        void allowsOneBeforeIt() {
            trial.given(bound, Samples.started(ID, 1, "e1"));
            trial.passes(seconds(28));

            trial.when(Samples.failed(ID, 1, "e1", BUSY));

            assertThat(trial.onlyEvent(RetryScheduled.class).getDueAt())
                    .isEqualTo(START.plusSeconds(29));
        }

        @Test
        void isKeptByATimerThatWasHeldUp() {
            trial.given(bound, Samples.started(ID, 1, "e1"));
            trial.given(Samples.failed(ID, 1, "e1", BUSY));
            trial.passes(seconds(40));

            trial.whenTimerFires();

            ActionFailed event = trial.onlyEvent(ActionFailed.class);
            assertThat(event.getError()).isEqualTo(BUSY);
            assertThat(event.getRun().getExecutor()).isEqualTo("e1");
        }

        @Test
        void endsWithTheLossOfAnAttempt() {
            trial.given(bound, Samples.started(ID, 1, "e1"));
            trial.passes(seconds(30));
            trial.given(Samples.heartbeat(ID, 1, "e1", null));

            trial.whenTimerFires();

            assertThat(trial.event(AttemptLost.class).getAttempt()).isEqualTo(1);
            assertThat(trial.event(ActionFailed.class).getError().getCode()).isEqualTo("LOST");
            assertThat(trial.tasks()).isEmpty();
        }
    }

    @Nested
    final class ARetryAfter {

        @ParameterizedTest
        @CsvSource({"500, 1000", "5000, 5000", "7200000, 3600000", "-1, 1000"})
        void putsTheNextAttemptOffButNotBeyondAnHour(long asked, long waited) {
            trial.given(REQUEST, Samples.started(ID, 1, "e1"));

            trial.when(
                    Samples.with(
                            Samples.failed(ID, 1, "e1", BUSY),
                            new AttemptFailed(),
                            "retryAfterMillis",
                            asked));

            assertThat(trial.onlyEvent(RetryScheduled.class).getDueAt())
                    .isEqualTo(START.plusMillis(waited));
        }
    }

    @Nested
    final class APause {

        private final RetryPolicy once = Samples.bounded(ONE_ATTEMPT, null, true);
        private final ActionRequested pausing = Samples.request("k", "r1", "{}", Mode.RETRY, once);

        @Test
        void standsInPlaceOfTheFailureWhenNoAttemptIsLeft() {
            trial.given(pausing, Samples.started(ID, 1, "e1"));

            trial.when(Samples.failed(ID, 1, "e1", BUSY));

            ActionPaused event = trial.onlyEvent(ActionPaused.class);
            assertThat(event.getError()).isEqualTo(BUSY);
            assertThat(event.getRun().getExecutor()).isEqualTo("e1");
            assertThat(trial.state()).isInstanceOf(Paused.class);
            assertThat(trial.timer()).isEqualTo(new Timer.Off());
        }

        @Test
        void followsTheLossOfTheLastAttempt() {
            trial.given(pausing, Samples.started(ID, 1, "e1"));

            trial.whenTimerFires();

            assertThat(trial.event(AttemptLost.class).getAttempt()).isEqualTo(1);
            assertThat(trial.event(ActionPaused.class).getError().getCode()).isEqualTo("LOST");
        }

        @Test
        void isNotForAFinalFailure() {
            trial.given(pausing, Samples.started(ID, 1, "e1"));

            trial.when(Samples.failed(ID, 1, "e1", Samples.error("FINAL", false)));

            assertThat(trial.onlyEvent(ActionFailed.class).getError().getCode()).isEqualTo("FINAL");
        }

        @Test
        void endsAtTheDeadline() {
            trial.given(
                    Samples.timed(pausing, new Timing(null, null, LATER, null)),
                    Samples.started(ID, 1, "e1"),
                    Samples.failed(ID, 1, "e1", BUSY));
            assertThat(trial.timer()).isEqualTo(new Timer.At(LATER));

            trial.whenTimerFires();

            assertThat(trial.onlyEvent(ActionFailed.class).getError().getCode())
                    .isEqualTo("DEADLINE_EXCEEDED");
            assertThat(trial.revoked()).isEmpty();
        }
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
