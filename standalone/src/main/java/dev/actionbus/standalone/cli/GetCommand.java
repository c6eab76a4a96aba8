package dev.actionbus.standalone.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        description = "Show an action: what was asked, its attempts, how it ended.",
        footer = {"", "Example:", "  actionbus get 2f1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f"})
final class GetCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "Action id.")
    private String id = "";

    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        var unused = ActionText.print(bus.get("/v1/actions/" + id, Duration.ZERO), output);
        return 0;
    }
}
