package dev.actionbus.action;

import java.util.List;

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
     */
    record Failed(ActionError error) implements AttemptResult {}
}
