package dev.actionbus.bench.report;

import dev.actionbus.bench.report.BenchReport.Run;
import dev.actionbus.bench.report.Target.Unit;
import java.util.Locale;
import java.util.Optional;

/** For people: plain columns, at most 110 characters wide. */
public final class TextReport {

    private static final int WIDTH = 110;
    private static final String CASE = "%5s  %-20s %10s  %-21s %9s %9s %8s %8s  %s";
    private static final String AIM = "%-3s %-34s %-6s %12s %12s  %s";

    private final StringBuilder text = new StringBuilder();

    private TextReport() {}

    public static String of(BenchReport report) {
        TextReport page = new TextReport();
        BenchReport.Machine machine = report.machine();
        page.line(
                "JDK %s, %d cores, %s, %.0f s",
                machine.jdk(), machine.cores(), machine.kernel(), report.seconds());
        report.runs().forEach(page::run);
        page.proofs(report.proofs());
        page.line("");
        page.line(AIM, "", "target", "", "aim", "measured", "");
        report.targets().forEach(page::target);
        report.wrong().forEach((what, n) -> page.line("wrong answer, %,d times: %s", n, what));
        page.line(report.right() ? "every answer was right" : "NOT every answer was right");
        return page.text.toString();
    }

    private void run(Run run) {
        line("");
        line(
                "durability %s: %d partitions, %,d offsets in the event log before the run",
                run.durability().flag(), run.bus().partitions(), run.bus().recordsBefore());
        if (!run.bus().flags().isEmpty()) {
            line("flags %s", run.bus().flags());
        }
        line(
                CASE,
                "W",
                "",
                "actions/s",
                "[min .. max]",
                "p50 ms",
                "p99 ms",
                "CPU ms",
                "of bare",
                "");
        int before = -1;
        for (Figures figures : run.figures()) {
            int inFlight = figures.inFlight();
            line(
                    CASE,
                    inFlight == before ? "" : inFlight,
                    figures.subject().title(),
                    whole(figures.perSecond().median()),
                    "[%s .. %s]"
                            .formatted(
                                    whole(figures.perSecond().min()),
                                    whole(figures.perSecond().max())),
                    fine(figures.p50Millis().median()),
                    fine(figures.p99Millis().median()),
                    format("%.3f", figures.cpuMillis().median()),
                    run.ofBare(figures).map(it -> percent(it)).orElse(""),
                    noise(figures).orElse(""));
            before = inFlight;
        }
    }

    private void proofs(ProofFigures proofs) {
        line("");
        line("proofs of a log of %,d entries, checked offline", proofs.entries());
        proof("inclusion", proofs.inclusion());
        proof("consistency", proofs.consistency());
    }

    private void proof(String name, ProofFigures.Kind kind) {
        line(
                "  %-12s at most %d hashes, p50 %.3f ms, p99 %.3f ms",
                name, kind.hashes(), kind.p50Millis(), kind.p99Millis());
    }

    private void target(Target target) {
        String sign =
                switch (target.aim().side()) {
                    case AT_LEAST -> ">= ";
                    case AT_MOST -> "<= ";
                };
        String verdict =
                switch (target.verdict()) {
                    case MET -> "met";
                    case WITHIN_HALF -> "within half";
                    case NOT_MET -> "not met";
                };
        Unit unit = target.aim().unit();
        line(
                AIM,
                target.id(),
                target.what(),
                target.durability().flag(),
                sign + value(target.aim().bound(), unit),
                value(target.measured(), unit),
                verdict);
    }

    private static Optional<String> noise(Figures figures) {
        return figures.noisy() == 0
                ? Optional.empty()
                : Optional.of("~%d/%d".formatted(figures.noisy(), figures.samples().size()));
    }

    private static String value(double value, Unit unit) {
        return switch (unit) {
            case SHARE -> percent(value);
            case PER_SECOND -> whole(value) + "/s";
            case MILLIS -> fine(value) + " ms";
            case TIMES -> format("%.2f x", value);
        };
    }

    private static String whole(double value) {
        return format("%,.0f", value);
    }

    private static String fine(double value) {
        return format(value < 1 ? "%.3f" : "%.1f", value);
    }

    private static String percent(double share) {
        return format("%.0f %%", 100 * share);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private void line(String format, Object... values) {
        String line = values.length == 0 ? format : format(format, values);
        String cut = line.length() > WIDTH ? line.substring(0, WIDTH - 3) + "..." : line;
        text.append(cut.stripTrailing()).append('\n');
    }
}
