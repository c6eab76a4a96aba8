package dev.actionbus.standalone.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List actions, newest first.",
        footer = {
            "",
            "Examples:",
            "  actionbus list --name train-epoch --status failed --from 24h",
            "  actionbus list --key order-7",
            "  actionbus list --correlation penguins-run-1 --label team=ml"
        })
final class ListCommand implements Callable<Integer> {

    @Mixin private ActionFilterOptions filter = new ActionFilterOptions();
    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        return ActionTable.print("/v1/actions", filter, bus, output);
    }
}
