package dev.actionbus.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** One line a step, with the time since the start. */
final class Progress {

    private final PrintStream stream;
    private final long startedAt = System.nanoTime();

    Progress(PrintStream stream) {
        this.stream = stream;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    void step(String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        stream.printf(Locale.ROOT, "[%5.1f s] %s%n", elapsed().toMillis() / 1e3, line);
    }
}
