package dev.actionbus.standalone.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = "Try a paused or waiting action again now.",
        footer = {
            "",
            "Example:",
            "  actionbus retry 2f1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f --reason 'the scorer is back'"
        })
final class RetryCommand implements Callable<Integer> {

    @Mixin private ActionOrder order = new ActionOrder();

    @Override
    public Integer call() {
        return order.give("retry");
    }
}
