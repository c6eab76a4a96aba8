package dev.actionbus.action;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a handler says at its end. */
public sealed interface AttemptResult {

    /**
     * The action is done.
     *
     * @param result JSON
     * @param outputs data sets it made
     */
    record Succeeded(String result, List<DataRef> outputs) implements AttemptResult {
        public Succeeded {
            outputs = List.copyOf(outputs);
        }

        public Succeeded(String result) {
            this(result, List.of());
        }
    }

    /**
     * The attempt did not succeed.
     *
     * @param error why, and whether another attempt could help
     * @param retryAfter the next attempt is not granted sooner
     * @param called false: whatever does the work was certainly not reached, so that another
     *     attempt is safe in any mode
     */
    record Failed(ActionError error, Optional<Duration> retryAfter, boolean called)
            implements AttemptResult {
        public Failed(ActionError error) {
            this(error, Optional.empty());
        }

        public Failed(ActionError error, Optional<Duration> retryAfter) {
            this(error, retryAfter, true);
        }
    }

    /**
     * Somebody outside goes on and will report by callback; no executor is held meanwhile.
     *
     * @param until when the attempt has failed if nobody did
     */
    record Suspended(Instant until) implements AttemptResult {}
}
