package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.payload.PayloadLocation;
import dev.actionbus.payload.Payloads;
import dev.actionbus.standalone.replay.RecordedAction;
import dev.actionbus.standalone.replay.RecordedActions;
import dev.actionbus.standalone.replay.Replay;
import dev.actionbus.standalone.replay.Replayed;
import dev.actionbus.standalone.replay.Replayed.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Run recorded requests against other handlers and tell which would end otherwise. Nothing is",
            "written to the bus. Handlers run in an empty workspace and find ACTION_REPLAY=1; what they do",
            "elsewhere they do. Exit 0: all the same; 5: some differ."
        },
        footer = {
            "",
            "Examples:",
            "  actionbus replay --handlers new-handlers --since 24h --diff",
            "  actionbus replay --handlers examples/training --since 2026-01-31T08:00:00Z --name evaluate"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of {@code up} without {@code --data}. */
    private static final PayloadLocation USUAL =
            new PayloadLocation.Directory(Path.of(".actionbus", "payloads"));

    @Mixin private Manifests manifests = new Manifests();

    @Option(
            names = "--since",
            paramLabel = "T",
            required = true,
            description = "Actions accepted since then: a time (ISO 8601) or a span such as 24h.")
    private String since = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Only actions of this name.")
    private @Nullable String name;

    @Option(names = "--diff", description = "Show every field that differs.")
    private boolean diff;

    @Mixin private PayloadOptions payloads = new PayloadOptions();
    @Mixin private RawTopics kafka = new RawTopics();
    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    private int same;
    private int different;
    private int skipped;

    @Override
    public Integer call() throws IOException {
        Path workspace = Files.createTempDirectory("actionbus-replay-");
        try (Payloads stored = Payloads.in(payloads.location().orElse(USUAL).open())) {
            replay(new Replay(manifests.forReplay(workspace), stored, InstantSource.system()));
        }
        if (!output.json()) {
            output.line(
                    "%d recorded actions: %d would end the same, %d otherwise, %d not replayed"
                            .formatted(same + different + skipped, same, different, skipped));
            output.line("What the handlers wrote: " + workspace);
        }
        return different == 0 ? 0 : Failure.UNVERIFIED;
    }

    private void replay(Replay replay) {
        List<RecordedAction> actions =
                recorded(from(since)).stream()
                        .filter(it ->
                                name == null || name.equals(it.request().getIntent().getName()))
                        .toList();
        for (RecordedAction action : actions) {
            show(action.request(), replay.replay(action));
        }
    }

    private List<RecordedAction> recorded(Instant from) {
        return kafka.consume((consumer, topics) ->
                new RecordedActions(consumer, bus.codec(), topics.events()).since(from));
    }

    private static Instant from(String text) {
        try {
            return new Moments().convert(text);
        } catch (picocli.CommandLine.TypeConversionException e) {
            throw Failure.usage("SINCE_INVALID", String.valueOf(e.getMessage()), "");
        }
    }

    private void show(ActionRequested request, Replayed replayed) {
        switch (replayed) {
            case Replayed.Same _ -> same++;
            case Replayed.Different _ -> different++;
            case Replayed.Skipped _ -> skipped++;
        }
        if (output.json()) {
            output.line(json(request, replayed));
            return;
        }
        String which =
                request.getIntent().getName() + "  " + request.getIntent().getIdempotencyKey();
        switch (replayed) {
            case Replayed.Same _ -> output.line("same       " + which);
            case Replayed.Skipped(String why) ->
                    output.line("skipped    " + which + "  (" + why + ")");
            case Replayed.Different(List<Difference> differences) -> {
                output.line("different  " + which + "  " + request.getActionId());
                if (diff) {
                    differences.forEach(it -> output.line("    " + line(it)));
                }
            }
        }
    }

    private static String line(Difference it) {
        return it.field() + ": " + orAbsent(it.recorded()) + " -> " + orAbsent(it.replayed());
    }

    private static String orAbsent(String value) {
        return value.isEmpty() ? "(absent)" : value;
    }

    private static String json(ActionRequested request, Replayed replayed) {
        ObjectNode row =
                JSON.createObjectNode()
                        .put("actionId", request.getActionId())
                        .put("name", request.getIntent().getName())
                        .put("idempotencyKey", request.getIntent().getIdempotencyKey());
        switch (replayed) {
            case Replayed.Same _ -> row.put("replayed", "same");
            case Replayed.Skipped(String why) -> row.put("replayed", "skipped").put("why", why);
            case Replayed.Different(List<Difference> differences) -> {
                row.put("replayed", "different");
                differences.forEach(it ->
                        row.withArray("differences")
                                .addObject()
                                .put("field", it.field())
                                .put("recorded", it.recorded())
                                .put("replayed", it.replayed()));
            }
        }
        return row.toString();
    }
}
