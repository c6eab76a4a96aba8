package dev.actionbus.bench.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run found.
 *
 * @param machine where it ran
 * @param runs one for each durability, in the order they were made
 * @param proofs of the verifiable log
 * @param seconds wall time of everything
 */
public record BenchReport(Machine machine, List<Run> runs, ProofFigures proofs, double seconds) {

    public BenchReport {
        runs = List.copyOf(runs);
    }

    /**
     * Where it ran.
     *
     * @param jdk version of the load's JVM, which is the bus's and the chain's too
     * @param cores logical
     * @param kernel name and version of the operating system
     */
    public record Machine(String jdk, int cores, String kernel) {}

    /**
     * One bus, from its start to its end.
     *
     * @param durability of its broker
     * @param bus its state before anything was sent
     * @param figures in the order of the table
     * @param wrong what was wrong with answers, and how often; empty is right
     */
    public record Run(
            Durability durability, Bus bus, List<Figures> figures, Map<String, Integer> wrong) {

        public Run {
            figures = List.copyOf(figures);
            wrong = Map.copyOf(wrong);
        }

        public Optional<Figures> find(Subject subject, int inFlight) {
            return figures.stream()
                    .filter(it -> it.subject() == subject && it.inFlight() == inFlight)
                    .findFirst();
        }

        /** Throughput as a share of the bare chain's with as many in flight. */
        public Optional<Double> ofBare(Figures figures) {
            if (figures.subject() == Subject.BARE || figures.subject().again()) {
                return Optional.empty();
            }
            return find(Subject.BARE, figures.inFlight())
                    .map(bare -> figures.perSecond().median() / bare.perSecond().median());
        }
    }

    /**
     * A bus before the run.
     *
     * @param flags of its JVM, as the operating system tells them; may be empty
     * @param partitions of its event log, and of the chain's topics
     * @param recordsBefore offsets in its event log
     */
    public record Bus(String flags, int partitions, long recordsBefore) {}

    /** Every answer was right. */
    public boolean right() {
        return wrong().isEmpty();
    }

    public Map<String, Integer> wrong() {
        Map<String, Integer> all = new TreeMap<>();
        runs.forEach(run -> run.wrong().forEach((what, n) -> all.merge(what, n, Integer::sum)));
        return all;
    }

    public List<Target> targets() {
        return runs.stream().flatMap(run -> Target.of(run).stream()).toList();
    }
}
