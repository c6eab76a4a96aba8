package dev.actionbus.executor.handler.http;

import java.util.Set;

/**
 * How a status counts that is no success.
 *
 * @param retryOn another attempt may help, whatever the default says
 * @param failOn another attempt does not help, whatever the default says
 */
public record StatusRules(Set<Integer> retryOn, Set<Integer> failOn) {

    public static final StatusRules DEFAULT = new StatusRules(Set.of(), Set.of());

    /** Too early, too slow, too much: the client errors that pass. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    /** A gateway has asked a service and got no proper answer: who knows what it did. */
    private static final Set<Integer> BEHIND_A_GATEWAY = Set.of(502, 504);

    /** What a failure means. */
    enum Meaning {
        PERMANENT,
        RETRYABLE,
        UNKNOWN
    }

    public StatusRules {
        retryOn = Set.copyOf(retryOn);
        failOn = Set.copyOf(failOn);
    }

    Meaning of(int status) {
        if (failOn.contains(status)) {
            return Meaning.PERMANENT;
        }
        if (retryOn.contains(status)) {
            return Meaning.RETRYABLE;
        }
        if (BEHIND_A_GATEWAY.contains(status)) {
            return Meaning.UNKNOWN;
        }
        return status >= 500 || PASSING.contains(status) ? Meaning.RETRYABLE : Meaning.PERMANENT;
    }
}
