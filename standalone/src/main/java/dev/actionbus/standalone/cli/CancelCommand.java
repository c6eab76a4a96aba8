package dev.actionbus.standalone.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin private ActionOrder order = new ActionOrder();

    @Override
    public Integer call() {
        return order.give("cancel");
    }
}
