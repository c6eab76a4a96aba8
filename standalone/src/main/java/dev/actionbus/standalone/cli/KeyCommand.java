package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Idempotency keys.",
        subcommands = {KeyCommand.Show.class, KeyCommand.Release.class})
final class KeyCommand {

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show the actions that have a key.",
            footer = {"", "Example:", "  actionbus key show order-7"})
    static final class Show implements Callable<Integer> {

        @Parameters(paramLabel = "KEY", description = "Idempotency key.")
        private String key = "";

        @Mixin private BusUrl bus = new BusUrl();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            return ActionTable.print("/v1/actions", ActionFilterOptions.ofKey(key), bus, output);
        }
    }

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = {
                "Free the key of an action that has ended: the next request with it is a new round,",
                "whatever it asks for."
            },
            footer = {
                "",
                "Example:",
                "  actionbus key release order-7 --name charge --reason 'charged by hand, undone'"
            })
    static final class Release implements Callable<Integer> {

        @Parameters(paramLabel = "KEY", description = "Idempotency key.")
        private String key = "";

        @Option(
                names = "--name",
                paramLabel = "NAME",
                required = true,
                description = "Name of the action.")
        private String name = "";

        @Option(names = "--tenant", paramLabel = "T", description = "Its tenant, if it has one.")
        private @Nullable String tenant;

        @Option(
                names = "--partition-key",
                paramLabel = "K",
                description = "Its partition key, if it has one; a lane is one.")
        private @Nullable String partitionKey;

        @Mixin private OrderOptions order = new OrderOptions();
        @Mixin private BusUrl bus = new BusUrl();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            ObjectNode body = order.body().put("name", name);
            if (tenant != null) {
                body.put("tenant", tenant);
            }
            if (partitionKey != null) {
                body.put("partitionKey", partitionKey);
            }
            String place = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
            var unused =
                    ActionText.print(
                            order.give(bus, "/v1/idempotency-keys/" + place + ":release", body),
                            output);
            return 0;
        }
    }
}
