package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "put",
        mixinStandardHelpOptions = true,
        description = {
            "Make a schedule, or give it a new version, which goes on where the old one was. Each",
            "firing is an action whose key is made of the schedule's name and the time."
        },
        footer = {
            "",
            "Examples:",
            "  actionbus schedule put nightly --cron '0 2 * * *' --zone Europe/Berlin --action echo",
            "  actionbus schedule put nightly --file nightly.json"
        })
final class SchedulePutCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "NAME", description = "Name of the schedule.")
    private String name = "";

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "All of it as a JSON object, as over HTTP, in the place of the others.")
    private @Nullable Path file;

    @Option(
            names = "--cron",
            paramLabel = "C",
            description = "Five fields as crontab has them: minute, hour, day, month, weekday.")
    private @Nullable String cron;

    @Option(names = "--zone", paramLabel = "Z", description = "Time zone (default: UTC).")
    private @Nullable String zone;

    @Option(names = "--action", paramLabel = "NAME", description = "Name of the action.")
    private @Nullable String action;

    @Option(
            names = "--version-of",
            paramLabel = "N",
            defaultValue = "1",
            description = "Version of the handler (default: 1).")
    private int version;

    @ArgGroup private @Nullable ParamsGiven params;

    @Option(
            names = "--tolerance",
            paramLabel = "TIME",
            description = "A firing that nobody could begin for so long fails (default: 1h).")
    private @Nullable String tolerance;

    @Option(names = "--paused", description = "Nothing is fired.")
    private boolean paused;

    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        String definition = file == null ? definition() : read(file);
        ScheduleCommand.print(
                bus.put(ScheduleCommand.path(name), definition, ScheduleCommand.PATIENCE), output);
        return 0;
    }

    private String definition() {
        if (cron == null || action == null) {
            throw Failure.usage("USAGE", "give --cron and --action, or --file", "");
        }
        ObjectNode schedule = JSON.createObjectNode().put("cron", cron);
        if (zone != null) {
            schedule.put("zone", zone);
        }
        if (tolerance != null) {
            schedule.put("tolerance", tolerance);
        }
        if (paused) {
            schedule.put("paused", true);
        }
        schedule.putObject("action")
                .put("name", action)
                .put("version", version)
                .putRawValue("params", new RawValue(params == null ? "{}" : params.json()));
        return schedule.toString();
    }

    private String read(Path definition) {
        if (cron != null || action != null || params != null) {
            throw Failure.usage("USAGE", "give --cron and --action, or --file", "");
        }
        try {
            return Files.readString(definition);
        } catch (IOException e) {
            throw Failure.usage("FILE_UNUSABLE", definition + " can not be read as UTF-8 text", "");
        }
    }
}
