package dev.actionbus.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.actionbus.bench.report.BenchReport.Bus;
import dev.actionbus.bench.report.BenchReport.Machine;
import dev.actionbus.bench.report.BenchReport.Run;
import dev.actionbus.bench.report.Target.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReportTest {

    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertThat(rates(3, 1, 2).perSecond()).isEqualTo(new Spread(1, 2, 3));
        assertThat(rates(40, 10, 20, 30).perSecond()).isEqualTo(new Spread(10, 25, 40));
    }

    @Test
    void aRatioIsTakenToTheChainWithAsManyInFlight() {
        Figures api = figures(Subject.API, 1024, 600);
        Run run =
                run(
                        Durability.OS,
                        figures(Subject.BARE, 1, 10),
                        figures(Subject.BARE, 1024, 1000),
                        api);

        assertThat(run.ofBare(api)).hasValueSatisfying(it -> assertThat(it).isEqualTo(0.6));
        assertThat(run.ofBare(figures(Subject.API, 64, 600))).isEmpty();
    }

    @Test
    void everyTargetIsJudgedFromItsMedian() {
        Run run =
                run(
                        Durability.FLUSH,
                        sampled(Subject.BARE, 1, new Sample(50, 10, 20, 1, 0)),
                        figures(Subject.BARE, 1024, 20_000),
                        figures(Subject.API, 1024, 9_000),
                        sampled(Subject.HTTP, 1, new Sample(50, 13, 20, 1, 0)),
                        sampled(Subject.HTTP, 256, new Sample(3_000, 80, 99, 0.3, 0)),
                        figures(Subject.HTTP_AGAIN, 256, 12_000),
                        figures(Subject.API_AGAIN, 1024, 25_000));

        List<Target> targets = report(run).targets();

        assertThat(targets)
                .extracting(Target::id)
                .containsExactly("T1", "T2", "T4", "T6", "T6", "T8");
        assertThat(targets)
                .extracting(Target::verdict)
                .containsExactly(
                        Verdict.WITHIN_HALF,
                        Verdict.NOT_MET,
                        Verdict.MET,
                        Verdict.MET,
                        Verdict.MET,
                        Verdict.WITHIN_HALF);
        assertThat(targets.getFirst().measured()).isEqualTo(0.45, within(1e-9));
    }

    @Test
    void withoutFlushingOnlyRatiosAndTheLatencyAreAimedAt() {
        Run run =
                run(
                        Durability.OS,
                        sampled(Subject.BARE, 1, new Sample(100, 8, 20, 1, 0)),
                        sampled(Subject.HTTP, 1, new Sample(40, 25, 30, 1, 0)),
                        figures(Subject.HTTP, 256, 9_000));

        assertThat(report(run).targets())
                .extracting(Target::id, Target::measured, Target::verdict)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("T4", 3.125, Verdict.NOT_MET),
                        org.assertj.core.groups.Tuple.tuple("T4", 25.0, Verdict.NOT_MET));
    }

    @Test
    void theTableFitsAndMarksNoisyRepetitions() {
        Figures noisy =
                new Figures(
                        Subject.API,
                        1024,
                        List.of(
                                new Sample(1_234_567.8, 1234.5, 98765.4, 123.456, 0.26),
                                new Sample(1_234_567.8, 1234.5, 98765.4, 123.456, 0.25)));
        Run run = run(Durability.FLUSH, figures(Subject.BARE, 1024, 2_000_000), noisy);

        String table = TextReport.of(report(run));

        assertThat(table.lines())
                .allSatisfy(it -> assertThat(it.length()).isLessThanOrEqualTo(110));
        assertThat(table).contains("1,234,568").contains("62 %").contains("~1/2").contains("met");
        assertThat(table).contains("every answer was right");
        assertThat(table).contains("inclusion    at most 20 hashes, p50 0.011 ms, p99 0.035 ms");
    }

    @Test
    void wrongAnswersAreShown() {
        Run run =
                new Run(
                        Durability.OS,
                        new Bus("", 8, 0),
                        List.of(figures(Subject.HTTP, 1, 5)),
                        Map.of("HTTP status 503", 1_200));
        BenchReport report = report(run);

        assertThat(report.right()).isFalse();
        assertThat(TextReport.of(report))
                .contains("wrong answer, 1,200 times: HTTP status 503")
                .contains("NOT every answer was right");
    }

    @Test
    void theJsonNamesEveryFigure() {
        Run run =
                run(Durability.OS, figures(Subject.BARE, 64, 1_000), figures(Subject.API, 64, 500));

        String json = JsonReport.of(report(run));

        assertThat(json)
                .contains("\"durability\":\"os\"")
                .contains("\"inFlight\":64,\"subject\":\"api\"")
                .contains("\"actionsPerSecond\":{\"median\":500.0000,")
                .contains("\"ofBare\":0.5000")
                .contains("\"inclusion\":{\"hashes\":20,\"p50Millis\":0.0110,")
                .contains("\"right\":true");
        assertThat(JsonReport.json(Map.of("a\"\n", List.of(Double.NaN, true, 3))))
                .isEqualTo("{\"a\\\"\\u000a\":[null,true,3]}");
    }

    private static Figures rates(double... perSecond) {
        return new Figures(
                Subject.BARE,
                1,
                Arrays.stream(perSecond).mapToObj(it -> new Sample(it, 1, 1, 1, 0)).toList());
    }

    private static Figures figures(Subject subject, int inFlight, double perSecond) {
        return sampled(subject, inFlight, new Sample(perSecond, 1, 2, 0.1, 0));
    }

    private static Figures sampled(Subject subject, int inFlight, Sample sample) {
        return new Figures(subject, inFlight, List.of(sample));
    }

    private static Run run(Durability durability, Figures... figures) {
        return new Run(durability, new Bus("-Xmx1g", 8, 42), List.of(figures), Map.of());
    }

    private static BenchReport report(Run run) {
        ProofFigures proofs =
                new ProofFigures(
                        1_000_000,
                        new ProofFigures.Kind(20, 0.011, 0.035),
                        new ProofFigures.Kind(21, 0.02, 0.05));
        return new BenchReport(new Machine("25", 2, "Linux 6"), List.of(run), proofs, 90);
    }
}
