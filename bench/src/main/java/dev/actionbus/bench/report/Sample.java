package dev.actionbus.bench.report;

/**
 * One repetition.
 *
 * @param perSecond right answers a second, counted inside the repetition's time
 * @param p50Millis latency from the send
 * @param p99Millis latency from the send
 * @param cpuMillis CPU time an action of all processes but the load's
 * @param othersShare share of the machine's CPU used by everybody else, 0 to 1
 */
public record Sample(
        double perSecond,
        double p50Millis,
        double p99Millis,
        double cpuMillis,
        double othersShare) {

    private static final double NOISY = 0.25;

    /** Somebody else used so much of the machine that the figures say little. */
    public boolean noisy() {
        return othersShare > NOISY;
    }
}
