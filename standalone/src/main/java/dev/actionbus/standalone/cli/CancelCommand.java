package dev.actionbus.standalone.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "End an open action now; an attempt that runs is stopped.",
        footer = {
            "",
            "Example:",
            "  actionbus cancel 2f1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f --reason 'wrong data set'"
        })
final class CancelCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "Action id.")
    private String id = "";

    @Mixin private OrderOptions order = new OrderOptions();
    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        return order.give(bus, id, "cancel", output);
    }
}
