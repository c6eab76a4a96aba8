package dev.actionbus.standalone.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin private ActionOrder order = new ActionOrder();

    @Override
    public Integer call() {
        return order.give("redrive");
    }
}
