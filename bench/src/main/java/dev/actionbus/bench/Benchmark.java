package dev.actionbus.bench;

import dev.actionbus.bench.load.CannotMeasure;
import dev.actionbus.bench.report.BenchReport;
import dev.actionbus.bench.report.BenchReport.Machine;
import dev.actionbus.bench.report.BenchReport.Run;
import dev.actionbus.bench.report.Durability;
import dev.actionbus.bench.report.JsonReport;
import dev.actionbus.bench.report.ProofFigures;
import dev.actionbus.bench.report.TextReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the bus beside three exactly-once hops of bare Kafka clients on the same broker, in one
 * run: bare chain, action-api, HTTP, and again. The load is a closed loop: a number of actions in
 * flight, the next one sent when an answer has come. Absolute figures belong to the machine; the
 * ratios are what can be compared.
 *
 * <p>It asserts nothing: a report is made whether the targets are met or not. But every answer is
 * checked, see {@link BenchReport#right()}.
 */
public final class Benchmark {

    private Benchmark() {}

    /**
     * Runs, prints the report, returns it.
     *
     * @param out gets the report
     * @param progress gets one line a step
     * @throws CannotMeasure the bus or the chain does not start, or does not answer
     * @throws IllegalArgumentException the launcher's bus is not on the loopback interface
     */
    public static BenchReport run(
            BenchSettings settings, Launcher launcher, PrintStream out, PrintStream progress) {
        Progress steps = new Progress(progress);
        List<Run> runs = new ArrayList<>();
        for (Durability durability : settings.durabilities()) {
            Duration share =
                    settings.pace()
                            .limit()
                            .multipliedBy(runs.size() + 1)
                            .dividedBy(settings.durabilities().size());
            Path data = directory(settings.work(), durability);
            steps.step("%s: starting a bus on %s", durability.flag(), data);
            try (BusUnderTest bus = launcher.start(durability, data);
                    BusRun run = BusRun.on(bus, settings, steps)) {
                runs.add(run.measure(durability, share));
            }
        }
        steps.step("proofs of the verifiable log");
        ProofFigures proofs = ProofRun.measure();
        BenchReport report =
                new BenchReport(machine(), runs, proofs, steps.elapsed().toMillis() / 1e3);
        switch (settings.output()) {
            case TABLE -> out.print(TextReport.of(report));
            case JSON -> out.println(JsonReport.of(report));
        }
        out.flush();
        return report;
    }

    private static Path directory(Path work, Durability durability) {
        try {
            Files.createDirectories(work);
            return Files.createTempDirectory(work, "bench-" + durability.flag() + "-");
        } catch (IOException e) {
            throw new CannotMeasure("no directory in " + work, e);
        }
    }

    private static Machine machine() {
        return new Machine(
                System.getProperty("java.vm.version", "unknown"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }
}
