package dev.actionbus.standalone.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "A training pipeline on a bus of its own: fetch, preprocess, ten epochs, evaluate, save.",
            "The fifth epoch's first attempt is killed. Then everything is asked for again.",
            "Second act: the same scripts as a workflow that searches over learning rates. The whole",
            "bus is killed in the middle of it; later the run fails, and is resumed where it failed."
        },
        footer = {"", "Example:", "  actionbus demo"})
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".actionbus-demo",
            description = "Where each demo gets a new directory (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".actionbus-demo");

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Epochs to train, 5 to 50 (default: 10).")
    private int epochs = 10;

    @Override
    public Integer call() {
        if (epochs < 5 || epochs > 50) {
            throw Failure.usage("EPOCHS_INVALID", "epochs are 5 to 50", "");
        }
        Path scripts = Path.of(System.getProperty("actionbus.home", "."), "examples", "training");
        if (!Files.isDirectory(scripts)) {
            throw Failure.environment(
                    "EXAMPLES_MISSING", scripts + " is not there", "run the demo from a checkout");
        }
        Path directory = data.resolve("run-" + Instant.now().toEpochMilli());
        System.out.println("Starting a bus with a broker of its own in " + directory + " ...");
        try (DemoBus bus = DemoBus.start(directory, scripts)) {
            int first = new TrainingDemo(bus, epochs).run();
            return first == 0 ? new TuningDemo(bus, scripts.resolve("workflows")).run() : first;
        }
    }
}
