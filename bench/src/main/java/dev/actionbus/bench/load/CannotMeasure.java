package dev.actionbus.bench.load;

import org.jspecify.annotations.Nullable;

/** There is nothing to measure: something does not start, does not answer, or answers wrongly. */
public final class CannotMeasure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CannotMeasure(String message) {
        super(message);
    }

    public CannotMeasure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static CannotMeasure interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CannotMeasure("interrupted", cause);
    }
}
