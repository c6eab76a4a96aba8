package dev.actionbus.bench.report;

import dev.actionbus.bench.report.BenchReport.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of what we aim at. Absolute figures are aims for a bus that flushes; ratios for any.
 *
 * @param id T1 ...
 * @param what measured case
 * @param durability of the bus
 * @param aim the bound
 * @param measured median
 */
public record Target(String id, String what, Durability durability, Aim aim, double measured) {

    private static final int MOST = 1024;
    private static final int MANY = 256;

    /**
     * A bound.
     *
     * @param side which side of it is good
     * @param bound the value
     * @param unit %, /s, ms or x
     */
    public record Aim(Side side, double bound, Unit unit) {}

    /** Which side of the bound is good. */
    public enum Side {
        AT_LEAST,
        AT_MOST
    }

    /** Of a bound and its measure. */
    public enum Unit {
        SHARE,
        PER_SECOND,
        MILLIS,
        TIMES
    }

    /** How the measure stands to the bound. */
    public enum Verdict {
        MET,
        /** At least half the throughput, at most twice the time. */
        WITHIN_HALF,
        NOT_MET
    }

    public Verdict verdict() {
        double reached =
                switch (aim.side()) {
                    case AT_LEAST -> measured / aim.bound();
                    case AT_MOST -> aim.bound() / measured;
                };
        if (reached >= 1) {
            return Verdict.MET;
        }
        return reached >= 0.5 ? Verdict.WITHIN_HALF : Verdict.NOT_MET;
    }

    static List<Target> of(Run run) {
        List<Target> lines = new ArrayList<>();
        Durability durability = run.durability();
        run.find(Subject.API, MOST)
                .flatMap(run::ofBare)
                .map(share -> line("T1", "action-api of bare chain, W=1024", run, share))
                .ifPresent(it -> lines.add(it.atLeast(0.5, Unit.SHARE)));
        if (durability == Durability.FLUSH) {
            throughput(run, Subject.HTTP, MANY, "T2", 7_200).ifPresent(lines::add);
        }
        Optional<Double> http = run.find(Subject.HTTP, 1).map(it -> it.p50Millis().median());
        http.flatMap(p50 -> run.find(Subject.BARE, 1).map(bare -> p50 / bare.p50Millis().median()))
                .map(ratio -> line("T4", "HTTP p50 to bare chain p50, W=1", run, ratio))
                .ifPresent(it -> lines.add(it.atMost(1.3, Unit.TIMES)));
        if (durability == Durability.OS) {
            http.map(p50 -> line("T4", "HTTP p50, W=1", run, p50))
                    .ifPresent(it -> lines.add(it.atMost(10, Unit.MILLIS)));
        } else {
            throughput(run, Subject.HTTP_AGAIN, MANY, "T6", 10_000).ifPresent(lines::add);
            throughput(run, Subject.API_AGAIN, MOST, "T6", 25_000).ifPresent(lines::add);
            run.find(Subject.HTTP, MANY)
                    .map(it ->
                            line("T8", "HTTP, CPU an action, W=256", run, it.cpuMillis().median()))
                    .ifPresent(it -> lines.add(it.atMost(0.25, Unit.MILLIS)));
        }
        return lines;
    }

    private static Optional<Target> throughput(
            Run run, Subject subject, int inFlight, String id, double bound) {
        String what = subject.title() + ", W=" + inFlight;
        return run.find(subject, inFlight)
                .map(it -> line(id, what, run, it.perSecond().median()))
                .map(it -> it.atLeast(bound, Unit.PER_SECOND));
    }

    private static Measured line(String id, String what, Run run, double measured) {
        return new Measured(id, what, run.durability(), measured);
    }

    /** A target that still lacks its bound. */
    private record Measured(String id, String what, Durability durability, double value) {

        Target atLeast(double bound, Unit unit) {
            return new Target(id, what, durability, new Aim(Side.AT_LEAST, bound, unit), value);
        }

        Target atMost(double bound, Unit unit) {
            return new Target(id, what, durability, new Aim(Side.AT_MOST, bound, unit), value);
        }
    }
}
