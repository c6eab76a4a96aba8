package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "schedule",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Actions that are asked for again and again.",
        footer = {
            "",
            "Examples:",
            "  actionbus schedule put nightly --cron '0 2 * * *' --action echo -p set=penguins",
            "  actionbus schedule ls",
            "  actionbus schedule backfill nightly --from 72h"
        },
        subcommands = {
            SchedulePutCommand.class,
            ScheduleCommand.Ls.class,
            ScheduleCommand.Show.class,
            ScheduleCommand.Rm.class,
            ScheduleCommand.Backfill.class
        })
final class ScheduleCommand {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PATH = "/v1/schedules";

    private ScheduleCommand() {}

    static String path(String name) {
        return PATH + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static void print(JsonNode schedule, Output output) {
        if (output.json()) {
            output.line(schedule.toString());
            return;
        }
        JsonNode definition = schedule.path("definition");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("name", schedule.path("name").asText()));
        rows.add(List.of("version", schedule.path("version").asText()));
        rows.add(List.of("cron", definition.path("cron").asText()));
        rows.add(List.of("zone", definition.path("zone").asText("UTC")));
        rows.add(List.of("tolerance", definition.path("tolerance").asText("1h")));
        rows.add(List.of("action", definition.path("action").toString()));
        rows.add(List.of("paused", schedule.path("paused").asText()));
        rows.add(List.of("fired", schedule.path("firedUpTo").asText()));
        for (JsonNode next : schedule.path("next")) {
            rows.add(List.of("next", next.asText()));
        }
        output.table(rows);
    }

    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = "List schedules with the time of their next firing.",
            footer = {"", "Example:", "  actionbus schedule ls"})
    static final class Ls implements Callable<Integer> {

        @Mixin private BusUrl bus = new BusUrl();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            JsonNode all = bus.get(PATH, PATIENCE);
            if (output.json()) {
                output.line(all.toString());
                return 0;
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("NAME", "VERSION", "CRON", "ZONE", "ACTION", "NEXT"));
            for (JsonNode schedule : all.path("schedules")) {
                JsonNode definition = schedule.path("definition");
                rows.add(
                        List.of(
                                schedule.path("name").asText(),
                                schedule.path("version").asText(),
                                definition.path("cron").asText(),
                                definition.path("zone").asText("UTC"),
                                definition.path("action").path("name").asText(),
                                schedule.path("paused").asBoolean()
                                        ? "paused"
                                        : schedule.path("next").path(0).asText("never")));
            }
            output.table(rows);
            return 0;
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show a schedule and its next firings.",
            footer = {"", "Example:", "  actionbus schedule show nightly"})
    static final class Show implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "Name of the schedule.")
        private String name = "";

        @Mixin private BusUrl bus = new BusUrl();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            print(bus.get(path(name), PATIENCE), output);
            return 0;
        }
    }

    @Command(
            name = "rm",
            mixinStandardHelpOptions = true,
            description = "Remove a schedule. What it has asked for stays as it is.",
            footer = {"", "Example:", "  actionbus schedule rm nightly"})
    static final class Rm implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "Name of the schedule.")
        private String name = "";

        @Mixin private BusUrl bus = new BusUrl();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            JsonNode removed = bus.delete(path(name), PATIENCE);
            output.line(
                    output.json()
                            ? removed.toString()
                            : removed.path("name").asText() + " is removed");
            return 0;
        }
    }

    @Command(
            name = "backfill",
            mixinStandardHelpOptions = true,
            description = {
                "Ask for the firings of a period that has passed, however late they are. Those that",
                "were asked for are known by their keys and do not run again."
            },
            footer = {"", "Example:", "  actionbus schedule backfill nightly --from 72h --to 24h"})
    static final class Backfill implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "Name of the schedule.")
        private String name = "";

        @Option(
                names = "--from",
                paramLabel = "T",
                required = true,
                converter = Moments.class,
                description = "The first time (ISO 8601), or so long ago, as in 72h.")
        private Instant from = Instant.EPOCH;

        @Option(
                names = "--to",
                paramLabel = "T",
                defaultValue = "0s",
                converter = Moments.class,
                description = "The last time (ISO 8601), or so long ago (default: now).")
        private Instant to = Instant.EPOCH;

        @Mixin private BusUrl bus = new BusUrl();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            String period = "?from=" + from + "&to=" + to;
            JsonNode asked =
                    bus.post(
                            path(name) + "/backfill" + period, "", Map.of(), Duration.ofMinutes(1));
            if (output.json()) {
                output.line(asked.toString());
            } else {
                asked.path("actionIds").forEach(id -> output.line(id.asText()));
            }
            return 0;
        }
    }
}
