package dev.actionbus.executor;

import java.util.function.LongSupplier;

/** Looks at every running attempt now and then: heartbeats and deadlines. */
final class AttemptWatch implements Runnable {

    private final RunningAttempts attempts;
    private final LongSupplier nanoTime;

    AttemptWatch(RunningAttempts attempts, LongSupplier nanoTime) {
        this.attempts = attempts;
        this.nanoTime = nanoTime;
    }

    @Override
    public void run() {
        long now = nanoTime.getAsLong();
        for (RunningAttempt attempt : attempts.all()) {
            // Sending may block while Kafka is away; the other attempts' deadlines must not wait.
            attempt.overdue(now)
                    .ifPresent(
                            end -> Thread.startVirtualThread(() -> attempts.report(attempt, end)));
            if (attempt.beatDue(now)) {
                Thread.startVirtualThread(() -> attempts.beat(attempt));
            }
        }
    }
}
