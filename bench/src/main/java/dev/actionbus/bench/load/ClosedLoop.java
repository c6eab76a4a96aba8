package dev.actionbus.bench.load;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sends as fast as answers come back. */
final class ClosedLoop {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(35);

    /** Sends one job. */
    @FunctionalInterface
    interface Sender {
        /** Returns soon; {@code answered} runs once, on any thread. */
        void send(long n, Runnable answered);
    }

    private ClosedLoop() {}

    static void drive(Round round, Sender sender) {
        Semaphore free = new Semaphore(round.inFlight());
        round.start();
        take(free, 1);
        for (long n = round.next(); n != Round.OVER; n = round.next()) {
            sender.send(n, free::release);
            take(free, 1);
        }
        take(free, round.inFlight() - 1);
    }

    private static void take(Semaphore free, int permits) {
        try {
            if (!free.tryAcquire(permits, LONGEST_SILENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CannotMeasure("no answer for " + LONGEST_SILENCE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            throw CannotMeasure.interrupted(e);
        }
    }
}
