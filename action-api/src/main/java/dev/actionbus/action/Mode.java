package dev.actionbus.action;

/** What may happen when an attempt's end is not known. */
public enum Mode {
    /** The handler is called again after a recorded loss or a retryable failure. */
    RETRY,
    /** The handler is called at most once, ever; a lost attempt ends as unknown. */
    ONCE
}
