package dev.actionbus.standalone.cli;

import dev.actionbus.audit.check.Progress;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** On a terminal only, and only for what takes more than a second. */
final class ProgressBar implements Progress, AutoCloseable {

    private static final long PATIENCE = 1_000_000_000L;
    private static final long STEP = 100_000_000L;
    private static final int WIDTH = 40;

    private final @Nullable PrintStream terminal;
    private final long begin = System.nanoTime();
    private long next = begin + PATIENCE;
    private boolean shown;

    ProgressBar() {
        this(System.console() != null && System.console().isTerminal() ? System.err : null);
    }

    private ProgressBar(@Nullable PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public void at(long done, long total) {
        long now = System.nanoTime();
        if (terminal == null || now < next) {
            return;
        }
        next = now + STEP;
        shown = true;
        int full = (int) (WIDTH * done / Math.max(1, total));
        terminal.printf(
                Locale.ROOT,
                "\r[%s%s] %3d %%  %,d of %,d, %d s ",
                "#".repeat(full),
                ".".repeat(WIDTH - full),
                100 * done / Math.max(1, total),
                done,
                total,
                (now - begin) / 1_000_000_000);
        terminal.flush();
    }

    /** Takes it away. */
    @Override
    public void close() {
        if (shown && terminal != null) {
            terminal.print("\r\u001b[K");
            terminal.flush();
        }
    }
}
