package dev.actionbus.executor;

import java.util.Map;

/**
 * A snapshot for health checks and metrics.
 *
 * @param state what the executor is doing
 * @param load how full it is now
 * @param counts what happened since it started
 */
public record ExecutorStatus(ExecutorState state, Load load, Counts counts) {

    /**
     * How full it is.
     *
     * @param running attempts claimed and not yet reported
     * @param waiting tasks read and not yet claimed
     * @param freeSlots slots nothing occupies
     */
    public record Load(int running, int waiting, int freeSlots) {}

    /**
     * What happened.
     *
     * @param claims claim transactions that committed
     * @param refusedClaims claim transactions that did not; none of their handlers ran
     * @param claimedTasks attempts in the claims that committed
     * @param attempts how attempts ended
     * @param unreadableTasks records of the tasks topic put aside
     * @param rebuilds how often Kafka clients were made anew
     */
    public record Counts(
            long claims,
            long refusedClaims,
            long claimedTasks,
            Map<Ending, Long> attempts,
            long unreadableTasks,
            long rebuilds) {
        public Counts {
            attempts = Map.copyOf(attempts);
        }
    }

    /** How an attempt ended, as reported. */
    public enum Ending {
        SUCCEEDED,
        FAILED_RETRYABLE,
        FAILED_PERMANENT,
        /** Somebody outside goes on. */
        SUSPENDED,
        /** The handler was certainly not called. */
        NOT_CALLED,
        /** The handler returned after its attempt had been reported; nobody was told. */
        TOO_LATE
    }
}
