package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.DataRef;
import dev.actionbus.action.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lease is 30 s. */
final class RunningAttemptTest {

    private static final AttemptEnd DONE = new AttemptEnd(new AttemptResult.Succeeded("{}"));
    private static final ActionError CLOSING = ActionError.retryable("INTERRUPTED", "closing");
    private static final ActionError LATE = ActionError.retryable("TIMEOUT", "late");
    private static final long NEVER = Duration.ofDays(1).toNanos();

    private final RunningAttempt attempt = new RunningAttempt(Tasks.at(0, 1, 1).work(), 0);

    @AfterEach
    void clearTheInterrupt() {
        var unused = Thread.interrupted();
    }

    @Test
    void beatsEveryThirdOfTheLeaseOnceHalfOfItHasPassed() {
        assertThat(attempt.beatDue(seconds(14.9))).isFalse();
        assertThat(attempt.beatDue(seconds(15))).isTrue();
        assertThat(attempt.beatDue(seconds(24.9))).isFalse();
        assertThat(attempt.beatDue(seconds(25))).isTrue();
    }

    @Test
    void beatsWithNewsAtOnceButAtMostOnceASecond() {
        attempt.progress().done(0.1);
        assertThat(attempt.beatDue(seconds(0.1))).isTrue();
        attempt.progress().sent(attempt.progress().latest());
        assertThat(attempt.beatDue(seconds(0.2))).isFalse();
        attempt.progress().done(0.2);
        assertThat(attempt.beatDue(seconds(1.0))).isFalse();
        assertThat(attempt.beatDue(seconds(1.1))).isTrue();
        attempt.progress().sent(attempt.progress().latest());
        assertThat(attempt.beatDue(seconds(3))).isFalse();
        attempt.progress().done(0.2);
        assertThat(attempt.beatDue(seconds(3))).isFalse();
        assertThat(attempt.beatDue(seconds(1.1) + seconds(10))).isTrue();
    }

    @Test
    void whatIsNotProgressIsRefused() {
        Progress progress = attempt.progress();
        List<ThrowingCallable> mistakes =
                List.of(
                        () -> progress.done(-0.1),
                        () -> progress.done(1.1),
                        () -> progress.done(Double.NaN),
                        () -> progress.checkpoint("no json"),
                        () -> progress.checkpoint("\"" + "x".repeat(128 * 1024) + "\""),
                        () -> progress.made(data("x".repeat(256))));
        assertThat(mistakes)
                .allSatisfy(
                        it -> assertThatThrownBy(it).isInstanceOf(IllegalArgumentException.class));
        assertThat(attempt.progress().hasNews()).isFalse();
    }

    @Test
    void aSuccessNamesWhatItWasSaidToMakeOnce() {
        attempt.progress().made(data("a"));
        attempt.progress().made(data("b"));
        AttemptResult result = new AttemptResult.Succeeded("{}", List.of(data("b"), data("c")));
        assertThat(attempt.progress().completed(result))
                .isEqualTo(
                        new AttemptResult.Succeeded(
                                "{}", List.of(data("b"), data("c"), data("a"))));
    }

    private static DataRef data(String name) {
        return new DataRef("files", name, Optional.empty(), Optional.empty());
    }

    @Test
    void doesNotBeatAfterItsReport() {
        assertThat(attempt.settle(DONE)).contains(DONE);
        assertThat(attempt.beatDue(seconds(20))).isFalse();
    }

    @Test
    void isStaleAfterHalfOfTheLease() {
        assertThat(attempt.stale(seconds(15))).isFalse();
        assertThat(attempt.stale(seconds(15.1))).isTrue();
    }

    @Test
    void isInterruptedAtItsDeadlineAndReportedAsTimedOut() {
        assertThat(enter(seconds(3))).isTrue();
        assertThat(attempt.overdue(seconds(2.9))).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        assertThat(attempt.overdue(seconds(3))).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(attempt.settle(DONE)).hasValueSatisfying(RunningAttemptTest::timedOut);
    }

    @Test
    void isReportedOnceWhenItsHandlerIgnoresTheInterrupt() {
        assertThat(enter(seconds(3))).isTrue();
        assertThat(attempt.overdue(seconds(3))).isEmpty();
        assertThat(attempt.overdue(seconds(8))).hasValueSatisfying(RunningAttemptTest::timedOut);
        assertThat(attempt.overdue(seconds(9))).isEmpty();
        assertThat(attempt.settle(DONE)).isEmpty();
    }

    @Test
    void whatIsStoppedBeforeItsHandlerIsNeverCalled() {
        attempt.stop(CLOSING, 0);
        assertThat(enter(NEVER)).isFalse();
        assertThat(attempt.settle(DONE))
                .hasValueSatisfying(end -> assertThat(end.called()).isFalse());
    }

    @Test
    void theFirstReasonToStopIsReported() {
        assertThat(enter(seconds(3))).isTrue();
        assertThat(attempt.overdue(seconds(3))).isEmpty();
        attempt.stop(CLOSING, seconds(4));
        assertThat(attempt.settle(DONE)).hasValueSatisfying(RunningAttemptTest::timedOut);
    }

    @ParameterizedTest
    @CsvSource({"OUTCOME_UNKNOWN, true", "CONNECT_FAILED, false"})
    void aStoppedHandlerThatKnowsHowFarItGotIsHeard(String code, boolean called) {
        ActionError error = ActionError.retryable(code, "");
        AttemptEnd own = new AttemptEnd(new AttemptResult.Failed(error, Optional.empty(), called));
        assertThat(enter(seconds(3))).isTrue();
        assertThat(attempt.overdue(seconds(3))).isEmpty();
        assertThat(attempt.settle(own)).contains(own);
    }

    private boolean enter(long deadline) {
        return attempt.enter(Thread.currentThread(), deadline, LATE);
    }

    private static void timedOut(AttemptEnd end) {
        assertThat(end.called()).isTrue();
        assertThat(end.result())
                .isInstanceOfSatisfying(
                        AttemptResult.Failed.class,
                        failed -> {
                            assertThat(failed.error().code()).isEqualTo("TIMEOUT");
                            assertThat(failed.error().retryable()).isTrue();
                        });
    }

    private static long seconds(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
