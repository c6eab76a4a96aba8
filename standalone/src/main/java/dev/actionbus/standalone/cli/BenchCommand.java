package dev.actionbus.standalone.cli;

import dev.actionbus.bench.BenchSettings;
import dev.actionbus.bench.Benchmark;
import dev.actionbus.bench.load.CannotMeasure;
import dev.actionbus.bench.report.BenchReport;
import dev.actionbus.bench.report.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measure this installation: the bus beside the bare chain of three exactly-once hops that it",
            "is made of, in one run, with and without flushing. Nothing else should run meanwhile."
        },
        footer = {
            "",
            "Examples:",
            "  actionbus bench",
            "  actionbus bench --quick --durability os"
        })
final class BenchCommand implements Callable<Integer> {

    @Option(names = "--quick", description = "The cases that have a target, in 90 s.")
    private boolean quick;

    @Option(
            names = "--durability",
            paramLabel = "flush|os",
            split = ",",
            description = "Only this (default: both).")
    private List<Durability> durabilities = List.of();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".actionbus-bench",
            description = "Where the measured buses keep their data (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".actionbus-bench");

    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        BenchSettings settings = quick ? BenchSettings.quick(data) : BenchSettings.thorough(data);
        if (!durabilities.isEmpty()) {
            settings = settings.withDurabilities(durabilities);
        }
        if (output.json()) {
            settings = settings.withOutput(BenchSettings.Output.JSON);
        }
        try {
            BenchReport report =
                    Benchmark.run(
                            settings,
                            (durability, directory) ->
                                    ChildProcess.up(
                                            directory,
                                            ChildProcess.Ports.free(),
                                            List.of("--durability", durability.flag())),
                            System.out,
                            System.err);
            return report.right() ? 0 : 1;
        } catch (CannotMeasure e) {
            throw Failure.environment("CANNOT_MEASURE", String.valueOf(e.getMessage()), "");
        }
    }
}
