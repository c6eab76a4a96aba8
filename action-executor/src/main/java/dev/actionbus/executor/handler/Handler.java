package dev.actionbus.executor.handler;

import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.Identity;
import dev.actionbus.action.Mode;
import dev.actionbus.action.RetryPolicy;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One name and version that can be performed.
 *
 * @param name action name
 * @param version from 1
 * @param code called once for each attempt
 * @param settings bounds and repetition
 * @param kind where the work happens
 * @param source what declared it
 */
public record Handler(
        String name,
        int version,
        ActionHandler code,
        HandlerSettings settings,
        Kind kind,
        Source source) {

    private static final Pattern NAME = Pattern.compile(Identity.NAME_PATTERN);

    public Handler {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("an action name matches " + Identity.NAME_PATTERN);
        }
        if (version < 1) {
            throw new IllegalArgumentException("a version is 1 or more");
        }
    }

    /** Where the work happens: what one attempt weighs on this machine. */
    public enum Kind {
        IN_PROCESS,
        PROCESS,
        HTTP
    }

    public Duration timeout() {
        return settings.timeout();
    }

    public Mode mode() {
        return settings.mode();
    }

    public RetryPolicy retry() {
        return settings.retry();
    }
}
