package dev.actionbus.bench.report;

import java.util.List;

/**
 * All repetitions of one case.
 *
 * @param subject what was measured
 * @param inFlight actions in flight, W
 * @param samples the repetitions, in order; at least one
 */
public record Figures(Subject subject, int inFlight, List<Sample> samples) {

    public Figures {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("no repetition");
        }
    }

    public Spread perSecond() {
        return Spread.of(samples, Sample::perSecond);
    }

    public Spread p50Millis() {
        return Spread.of(samples, Sample::p50Millis);
    }

    public Spread p99Millis() {
        return Spread.of(samples, Sample::p99Millis);
    }

    public Spread cpuMillis() {
        return Spread.of(samples, Sample::cpuMillis);
    }

    public Spread othersShare() {
        return Spread.of(samples, Sample::othersShare);
    }

    public long noisy() {
        return samples.stream().filter(Sample::noisy).count();
    }
}
