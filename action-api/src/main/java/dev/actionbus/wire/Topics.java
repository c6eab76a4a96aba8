package dev.actionbus.wire;

import java.util.List;

/**
 * The names of the bus's topics.
 *
 * @param prefix first part of every name, {@code action} by default
 */
public record Topics(String prefix) {

    public static final Topics DEFAULT = new Topics("action");

    public String requests() {
        return prefix + ".requests";
    }

    public String tasks() {
        return prefix + ".tasks";
    }

    public String reports() {
        return prefix + ".reports";
    }

    public String control() {
        return prefix + ".control";
    }

    /** Who may go next, where attempts wait for each other; between ledgers. */
    public String turns() {
        return prefix + ".turns";
    }

    /** Attempts that are to be stopped, or not begun. */
    public String revocations() {
        return prefix + ".revocations";
    }

    /** What executors can perform; compacted. */
    public String handlers() {
        return prefix + ".handlers";
    }

    /** What is asked for again and again; compacted. */
    public String schedules() {
        return prefix + ".schedules";
    }

    /** Definitions of workflows, each version once; kept for ever. */
    public String workflows() {
        return prefix + ".workflows";
    }

    public String events() {
        return prefix + ".events";
    }

    /** Signed checkpoints of the event log; as many partitions. */
    public String checkpoints() {
        return prefix + ".checkpoints";
    }

    public String deadLetters() {
        return prefix + ".dlq";
    }

    /** Topics in which an action has a home partition; all have the same partition count. */
    public List<String> homed() {
        return List.of(requests(), reports(), control(), turns(), events());
    }
}
