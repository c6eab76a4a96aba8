package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "wait",
        mixinStandardHelpOptions = true,
        description = "Wait for an action to end. Exit code 0: completed; 1: ended otherwise.",
        footer = {
            "",
            "Example:",
            "  actionbus wait 2f1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f --for 10m"
        })
final class WaitCommand implements Callable<Integer> {

    private static final Duration ROUND = Duration.ofSeconds(50);
    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "CANCELLED", "UNKNOWN");

    @Parameters(paramLabel = "ID", description = "Action id.")
    private String id = "";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = Durations.class,
            description = "Give up after this long (default: 1h).")
    private Duration patience = Duration.ofHours(1);

    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            long seconds = Math.min(ROUND.toSeconds(), left.toSeconds());
            JsonNode action = bus.get("/v1/actions/" + id + "/result?wait=" + seconds, ROUND);
            if (ENDED.contains(action.path("status").asText())) {
                return ActionText.print(action, output);
            }
            if (seconds == 0) {
                throw Failure.refused(
                        "NOT_ENDED",
                        "the action has not ended within " + patience.toSeconds() + " s",
                        "");
            }
        }
    }
}
