package dev.actionbus.standalone.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description =
                "Open an action again that failed, was cancelled or is of unknown outcome: a new round.",
        footer = {
            "",
            "Example:",
            "  actionbus redrive 2f1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f --reason 'bug 7 is fixed'"
        })
final class RedriveCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "Action id.")
    private String id = "";

    @Mixin private OrderOptions order = new OrderOptions();
    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        return order.give(bus, id, "redrive", output);
    }
}
