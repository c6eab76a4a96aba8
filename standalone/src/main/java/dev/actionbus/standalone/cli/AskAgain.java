package dev.actionbus.standalone.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks until there is an answer. A bus that can not answer right now is asked again as well. */
final class AskAgain {

    private static final Duration BETWEEN = Duration.ofMillis(200);

    private AskAgain() {}

    /**
     * @param awaited what there is no answer about, should it take too long
     */
    static <T> T until(Duration patience, String awaited, Supplier<Optional<T>> question) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Failure why = Failure.environment("NOT_IN_TIME", "waited in vain for " + awaited, "");
            try {
                Optional<T> answer = question.get();
                if (answer.isPresent()) {
                    return answer.get();
                }
            } catch (Failure e) {
                why = e;
            }
            if (System.nanoTime() > end) {
                throw why;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.environment("INTERRUPTED", "interrupted", "");
        }
    }
}
