package dev.actionbus.workflow;

import java.util.Locale;

/** What a failed step means for its run. */
public enum OnFailure {
    /** The run fails; nothing else is begun. */
    FAIL,
    /** The run goes on; who reads the step sees its status and its error. */
    CONTINUE,
    /** The run fails, after what its completed steps have done is undone, the last one first. */
    COMPENSATE;

    /** As it is written in a definition. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
