package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "dlq",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Actions that need somebody: paused, failed, or of unknown outcome.",
        subcommands = {DeadLettersCommand.Ls.class, DeadLettersCommand.Redrive.class})
final class DeadLettersCommand {

    private static final String PATH = "/v1/dead-letters";

    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = "List them, newest first; cancelled ones with --status cancelled.",
            footer = {"", "Example:", "  actionbus dlq ls --name score --from 24h"})
    static final class Ls implements Callable<Integer> {

        @Mixin private ActionFilterOptions filter = new ActionFilterOptions();
        @Mixin private BusUrl bus = new BusUrl();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            return ActionTable.print(PATH, filter, bus, output);
        }
    }

    @Command(
            name = "redrive",
            mixinStandardHelpOptions = true,
            description = {
                "Try them again, oldest first: paused ones are retried, ended ones redriven.",
                "Without --all it is one page of --limit."
            },
            footer = {
                "",
                "Examples:",
                "  actionbus dlq redrive --name score --reason 'the scorer is back' --all",
                "  actionbus dlq redrive --status unknown --limit 1 --reason 'nothing was charged'"
            })
    static final class Redrive implements Callable<Integer> {

        @Option(names = "--all", description = "Page after page, until none is left.")
        private boolean all;

        @Mixin private OrderOptions order = new OrderOptions();
        @Mixin private ActionFilterOptions filter = new ActionFilterOptions();
        @Mixin private BusUrl bus = new BusUrl();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            ObjectNode body = order.body();
            filter.putTo(body);
            Map<String, Long> counts = new TreeMap<>();
            JsonNode page;
            do {
                page = order.give(bus, PATH + ":redrive", body);
                for (var count : page.properties()) {
                    if (count.getValue().isNumber()) {
                        counts.merge(count.getKey(), count.getValue().asLong(), Long::sum);
                    }
                }
                body.put("cursor", page.path("cursor").asText());
            } while (all && page.path("more").asBoolean());
            print(counts, page);
            return 0;
        }

        private void print(Map<String, Long> counts, JsonNode last) {
            if (output.json()) {
                ObjectNode sum = last.deepCopy();
                counts.forEach(sum::put);
                output.line(sum.toString());
                return;
            }
            List<List<String>> rows = new ArrayList<>();
            counts.forEach((name, count) -> rows.add(List.of(name, String.valueOf(count))));
            output.table(rows);
            if (last.path("more").asBoolean()) {
                output.line("more: " + filter.next(last.path("cursor").asText()));
            }
        }
    }
}
