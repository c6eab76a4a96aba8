package dev.actionbus.executor.handler;

import dev.actionbus.payload.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/**
 * Watches one process to its end. One thread does it all and never blocks on a pipe: nothing the
 * process does with its outputs, and nobody who inherited them, can hold the thread.
 */
final class ProcessRun {

    private static final long GRACE = TimeUnit.SECONDS.toNanos(2);
    private static final long LAST_WAIT = TimeUnit.SECONDS.toNanos(5);
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    /** Pieces of 64 KiB taken after the end: more than the kernel lets a pipe hold (1 MiB). */
    private static final int LAST_PIECES = 32;

    private static final int STDERR_KEPT = 256 * 1024;

    private final ProcessGroup group;
    private final Process leader;
    private final Tail stdout;
    private final Tail stderr;
    private final AttemptRoom room;
    private final EventFile events;

    ProcessRun(ProcessGroup group, AttemptRoom room, EventFile events) {
        this.group = group;
        this.room = room;
        this.events = events;
        this.leader = group.leader();
        this.stdout = new Tail(leader.getInputStream(), Payloads.LARGEST);
        this.stderr = new Tail(leader.getErrorStream(), STDERR_KEPT);
    }

    /** How it ended. */
    sealed interface Ending {
        /** By itself; 128 + n if signal n ended it. */
        record Exited(int status) implements Ending {}

        record TimedOut() implements Ending {}

        record Interrupted() implements Ending {}
    }

    Tail stdout() {
        return stdout;
    }

    Tail stderr() {
        return stderr;
    }

    /**
     * Returns when the process is gone.
     *
     * @param deadline in the sense of {@link System#nanoTime}
     */
    Ending await(long deadline) {
        // At exit the JDK copies what is left in the pipes into memory, without bound, under these
        // monitors. Held, they keep it from that until the streams are closed.
        synchronized (leader.getInputStream()) {
            synchronized (leader.getErrorStream()) {
                try {
                    return ending(deadline);
                } finally {
                    group.end();
                    takeWhatIsLeft();
                }
            }
        }
    }

    private Ending ending(long deadline) {
        try {
            if (exitedBefore(deadline)) {
                return new Ending.Exited(leader.exitValue());
            }
            stop();
            return new Ending.TimedOut();
        } catch (InterruptedException e) {
            stop();
            boolean late = System.nanoTime() - deadline >= 0;
            return late ? new Ending.TimedOut() : new Ending.Interrupted();
        }
    }

    private void stop() {
        group.terminate();
        try {
            if (exitedBefore(System.nanoTime() + GRACE)) {
                return;
            }
        } catch (InterruptedException e) {
            // Asked twice: no more grace.
        }
        group.end();
        try {
            exitedBefore(System.nanoTime() + LAST_WAIT);
        } catch (InterruptedException e) {
            // Killed already; there is nothing left to hurry.
        }
    }

    private boolean exitedBefore(long limit) throws InterruptedException {
        long pause = SHORTEST_PAUSE;
        while (true) {
            boolean moved = stdout.pull() | stderr.pull();
            room.forgetOpenParams();
            moved |= events.pull();
            long left = limit - System.nanoTime();
            if (!leader.isAlive()) {
                return true;
            }
            if (left <= 0) {
                return false;
            }
            pause = moved ? SHORTEST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
            if (leader.waitFor(moved ? 1 : Math.min(left, pause), TimeUnit.NANOSECONDS)) {
                return true;
            }
        }
    }

    private void takeWhatIsLeft() {
        for (int piece = 0; piece < LAST_PIECES; piece++) {
            if (!(stdout.pull() | stderr.pull())) {
                break;
            }
        }
        events.finish();
        try {
            leader.getInputStream().close();
            leader.getErrorStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
