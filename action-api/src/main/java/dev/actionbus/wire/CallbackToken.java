package dev.actionbus.wire;

import dev.actionbus.action.ActionId;
import java.time.Instant;

/**
 * Leave to report for one attempt from outside, without being its executor. {@link CallbackKey}
 * makes and reads its text.
 *
 * @param attempt from 1
 * @param expires to the second; nobody is believed from then on
 */
public record CallbackToken(ActionId actionId, int attempt, Instant expires) {

    /** Stands in such a report where others name their executor. */
    public static final String REPORTER = "callback";
}
