package dev.actionbus.standalone.cli;

import dev.actionbus.embedded.broker.Durability;
import dev.actionbus.executor.handler.LiveHandlers;
import dev.actionbus.executor.handler.http.EgressRules;
import dev.actionbus.standalone.node.ClusterSettings;
import dev.actionbus.standalone.node.Node;
import dev.actionbus.standalone.node.NodeSettings;
import dev.actionbus.standalone.node.Role;
import dev.actionbus.wire.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "A training pipeline on a bus of its own: fetch, preprocess, ten epochs, evaluate, save.",
            "The fifth epoch's first attempt is killed. Then everything is asked for again."
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
        List<Path> manifests = List.of(scripts);
        LiveHandlers live =
                Catalogs.live(manifests, directory.resolve("workspace"), EgressRules.PUBLIC_ONLY);
        NodeSettings settings =
                new NodeSettings(
                        EnumSet.allOf(Role.class),
                        directory,
                        new ClusterSettings.Embedded(
                                Topics.DEFAULT, ClusterSettings.ONE_MACHINE, 0, Durability.FLUSH),
                        NodeSettings.Http.local(FreePort.choose(0)),
                        manifests,
                        new NodeSettings.Timing(Duration.ofSeconds(15), Duration.ofSeconds(4)),
                        NodeSettings.Shared.OWN);
        System.out.println("Starting a bus with a broker of its own in " + directory + " ...");
        try (Node node = UpCommand.start(settings, live)) {
            return new TrainingDemo(node, epochs).run();
        }
    }
}
