package dev.actionbus.bench;

import dev.actionbus.bench.report.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What to measure and for how long.
 *
 * @param durabilities one bus for each, in this order; at least one
 * @param inFlight numbers of actions in flight, each 1 to 4096
 * @param pace times of the run
 * @param output what is printed at the end
 * @param work directory for the data of the buses; what is made there stays
 */
public record BenchSettings(
        List<Durability> durabilities,
        List<Integer> inFlight,
        Pace pace,
        Output output,
        Path work) {

    private static final int MOST_IN_FLIGHT = 4096;

    public BenchSettings {
        durabilities = List.copyOf(durabilities);
        inFlight = List.copyOf(inFlight);
        if (durabilities.isEmpty() || inFlight.isEmpty()) {
            throw new IllegalArgumentException("nothing to measure");
        }
        inFlight.forEach(it -> {
            if (it < 1 || it > MOST_IN_FLIGHT) {
                throw new IllegalArgumentException("in flight: 1 to 4096, not " + it);
            }
        });
    }

    /**
     * Times of the run.
     *
     * @param warmUp mixed load before the first repetition, once for each bus
     * @param repetition length of one; in its first sixth nothing is counted
     * @param repetitions of each case, 1 to 50
     * @param limit for everything; the repetitions that do not fit are left out
     */
    public record Pace(Duration warmUp, Duration repetition, int repetitions, Duration limit) {

        public Pace {
            if (repetitions < 1 || repetitions > 50) {
                throw new IllegalArgumentException("repetitions: 1 to 50, not " + repetitions);
            }
            if (repetition.toMillis() < 100 || repetition.toMinutes() >= 1) {
                throw new IllegalArgumentException("a repetition: 0.1 to 60 s, not " + repetition);
            }
        }
    }

    /** What is printed at the end. */
    public enum Output {
        TABLE,
        JSON
    }

    /** Both durabilities in less than ten minutes. Two thirds of the warm-up are the bus's. */
    public static BenchSettings thorough(Path work) {
        Pace pace =
                new Pace(Duration.ofSeconds(90), Duration.ofSeconds(3), 4, Duration.ofSeconds(580));
        return new BenchSettings(
                List.of(Durability.FLUSH, Durability.OS),
                List.of(1, 64, 256, 1024),
                pace,
                Output.TABLE,
                work);
    }

    /** The cases that have a target, in about 90 seconds; the figures of a cool JVM. */
    public static BenchSettings quick(Path work) {
        Pace pace =
                new Pace(Duration.ofSeconds(6), Duration.ofMillis(900), 2, Duration.ofSeconds(85));
        return new BenchSettings(
                List.of(Durability.FLUSH, Durability.OS),
                List.of(1, 256, 1024),
                pace,
                Output.TABLE,
                work);
    }

    public BenchSettings withDurabilities(List<Durability> other) {
        return new BenchSettings(other, inFlight, pace, output, work);
    }

    public BenchSettings withPace(Pace other) {
        return new BenchSettings(durabilities, inFlight, other, output, work);
    }

    public BenchSettings withOutput(Output other) {
        return new BenchSettings(durabilities, inFlight, pace, other, work);
    }
}
