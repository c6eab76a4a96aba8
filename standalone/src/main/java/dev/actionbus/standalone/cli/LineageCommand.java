package dev.actionbus.standalone.cli;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.lineage.DataSetId;
import dev.actionbus.audit.lineage.Lineage;
import dev.actionbus.audit.lineage.LineageDot;
import dev.actionbus.audit.lineage.LineageJson;
import dev.actionbus.audit.lineage.LineageQuery;
import dev.actionbus.audit.lineage.LineageQuery.Direction;
import dev.actionbus.audit.lineage.LineageQuery.Scope;
import dev.actionbus.audit.lineage.LineageQuery.Start;
import dev.actionbus.audit.lineage.LineageText;
import dev.actionbus.audit.lineage.OpenLineageEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "lineage",
        mixinStandardHelpOptions = true,
        description = "Show which actions and which data led to an action or a data set.",
        footer = {
            "",
            "Examples:",
            "  actionbus lineage --dataset model:penguins-run-1",
            "  actionbus lineage --dataset dataset:penguins-v1 --direction down --format dot",
            "  actionbus lineage 2f1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f --replay --format json",
            "  actionbus lineage --dataset model:m --format openlineage --to https://host/api/v1/lineage"
        })
final class LineageCommand implements Callable<Integer> {

    private enum Format {
        TEXT,
        JSON,
        DOT,
        OPENLINEAGE
    }

    @ArgGroup(multiplicity = "1")
    private First first = new First();

    @Mixin private Far far = new Far();

    @Option(
            names = "--format",
            paramLabel = "text|json|dot|openlineage",
            description = "Form of the answer (default: text; openlineage with --to).")
    private @Nullable Format format;

    @Option(names = "--out", paramLabel = "FILE", description = "Write it to a file.")
    private @Nullable Path out;

    @Mixin private OpenLineageEndpoint endpoint = new OpenLineageEndpoint();
    @Mixin private ReplayedLineage replay = new ReplayedLineage();
    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    /** Where to begin. */
    static final class First {
        @Parameters(paramLabel = "ID", description = "Action id.")
        private @Nullable String id;

        @Option(
                names = "--dataset",
                paramLabel = "NS:NAME[@VERSION]",
                description = "A data set; without a version every version of it.")
        private @Nullable String dataset;

        Start start() {
            try {
                return id != null
                        ? new Start.OfAction(new ActionId(id))
                        : new Start.OfData(DataSetId.parse(String.valueOf(dataset)));
            } catch (IllegalArgumentException e) {
                throw Failure.usage("START_INVALID", String.valueOf(e.getMessage()), "");
            }
        }

        Failure absent() {
            return id != null
                    ? Failure.refused("ACTION_NOT_FOUND", "nobody asked for this action", "")
                    : Failure.refused(
                            "DATASET_NOT_FOUND", "no action reads or makes " + dataset, "");
        }
    }

    /** How far to go. */
    static final class Far {
        @Option(
                names = "--direction",
                paramLabel = "up|down|both",
                description =
                        "To the causes, the effects, or all that hangs together (default: up).")
        private Direction direction = Direction.UP;

        @Option(
                names = "--depth",
                paramLabel = "N",
                description = "At most so many edges away (default: all the way).")
        private int depth = LineageQuery.FAR;

        @Option(
                names = "--limit",
                paramLabel = "N",
                description = "At most so many nodes (default: ${DEFAULT-VALUE}, at most 10000).")
        private int limit = Scope.DEFAULT.limit();

        Scope scope() {
            try {
                return new Scope(direction, depth, limit);
            } catch (IllegalArgumentException e) {
                throw Failure.usage("SCOPE_INVALID", String.valueOf(e.getMessage()), "");
            }
        }
    }

    @Override
    public Integer call() {
        Format form = form();
        if (endpoint.isGiven() && form != Format.OPENLINEAGE) {
            throw Failure.usage("FORMAT_INVALID", "--to sends OpenLineage events only", "");
        }
        endpoint.check();
        LineageQuery query = new LineageQuery(first.start(), far.scope());
        Optional<Lineage> found =
                replay.isAsked() ? replay.trace(query) : Optional.of(overHttp(query));
        Lineage lineage = found.orElseThrow(first::absent);
        if (endpoint.isGiven()) {
            List<String> events = OpenLineageEvents.of(lineage);
            endpoint.post(events);
            output.line("sent " + events.size() + " events");
        } else {
            print(rendered(lineage, form));
        }
        return 0;
    }

    private Format form() {
        if (format != null) {
            return format;
        }
        if (endpoint.isGiven()) {
            return Format.OPENLINEAGE;
        }
        return output.json() ? Format.JSON : Format.TEXT;
    }

    private Lineage overHttp(LineageQuery query) {
        return LineageJson.read(bus.get(query.asPath(), Duration.ofSeconds(60)).toString());
    }

    private static String rendered(Lineage lineage, Format form) {
        return switch (form) {
            case TEXT -> LineageText.of(lineage);
            case JSON -> LineageJson.of(lineage) + "\n";
            case DOT -> LineageDot.of(lineage);
            case OPENLINEAGE -> String.join("\n", OpenLineageEvents.of(lineage)) + "\n";
        };
    }

    private void print(String text) {
        if (out == null) {
            output.line(text.stripTrailing());
            return;
        }
        try {
            Files.writeString(out, text);
        } catch (IOException e) {
            throw Failure.environment("FILE_UNWRITABLE", out + ": " + e.getMessage(), "");
        }
    }
}
