package dev.actionbus.executor;

/** What an executor is doing. */
public sealed interface ExecutorState {

    /** Not yet connected. */
    record Starting() implements ExecutorState {}

    /** It claims and runs. */
    record Running() implements ExecutorState {}

    /** It claims nothing more; what runs may end. */
    record Draining() implements ExecutorState {}

    /** Every report is acknowledged, or the time for that has passed. */
    record Closed() implements ExecutorState {}

    /**
     * It claims nothing more because somebody has to look at it. What runs is still reported.
     *
     * @param code {@code OFFSETS_MISSING}: the group has no offset for a partition, or one the
     *     topic no longer has, and guessing would lose or repeat work; {@code KAFKA_REFUSED}: a
     *     credential, right or version; {@code CRASHED}: a defect
     * @param detail one line
     */
    record Stopped(String code, String detail) implements ExecutorState {}
}
