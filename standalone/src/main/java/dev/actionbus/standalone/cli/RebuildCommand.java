package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.audit.check.RebuildView;
import dev.actionbus.audit.check.RebuiltView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = {
            "Make the audit view anew from the first event, in a scratch directory, and print the"
                    + " digest of each partition.",
            "Exit code 5: the live view is another one."
        },
        footer = {"", "Example:", "  actionbus audit rebuild --compare"})
final class RebuildCommand implements Callable<Integer> {

    private static final Duration DIGEST_TAKES = Duration.ofMinutes(10);

    @Option(names = "--compare", description = "With the live view of a running bus (--url).")
    private boolean compare;

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Has room for the view of a partition (default: ${DEFAULT-VALUE}).")
    private Path scratch = Path.of("");

    @Mixin private RawTopics kafka = new RawTopics();
    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    /** What the bus says about its view of a partition. */
    private record Live(long size, String digest) {}

    @Override
    public Integer call() {
        Map<Integer, Live> live = compare ? live() : Map.of();
        Map<Integer, Long> sizes = new HashMap<>();
        live.forEach((partition, view) -> sizes.put(partition, view.size()));
        List<RebuiltView> views =
                kafka.ask((client, topics, bar) ->
                        new RebuildView(topics, bus.codec(), scratch).run(client, sizes, bar));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PARTITION", "RECORDS", "REBUILT", "LIVE", "RESULT"));
        List<String> wrong = new ArrayList<>();
        for (RebuiltView view : views) {
            String result = compare ? result(view, live.get(view.partition())) : "";
            if (compare && !result.equals("ok")) {
                wrong.add("partition " + view.partition() + ": " + result);
            }
            rows.add(row(view, live.get(view.partition()), result));
        }
        if (output.json()) {
            output.line(JsonRows.of(rows));
        } else {
            output.table(rows);
        }
        if (!wrong.isEmpty()) {
            throw Failure.unverified(
                    "VIEW_DIFFERS",
                    String.join("; ", wrong),
                    "the live view does not follow from the events, or they were changed");
        }
        return 0;
    }

    private Map<Integer, Live> live() {
        Map<Integer, Live> live = new HashMap<>();
        for (JsonNode each : bus.get("/v1/audit/digest", DIGEST_TAKES).path("partitions")) {
            live.put(
                    each.path("partition").asInt(),
                    new Live(each.path("size").asLong(), each.path("digest").asText()));
        }
        return live;
    }

    private static String result(RebuiltView view, @Nullable Live live) {
        if (live == null) {
            return "the bus does not tell its digest";
        }
        if (view.size() != live.size()) {
            return "the bus says " + live.size() + " records, the log has " + view.size();
        }
        return view.digest().equals(live.digest()) ? "ok" : "the digests differ";
    }

    private static List<String> row(RebuiltView view, @Nullable Live live, String result) {
        return List.of(
                String.valueOf(view.partition()),
                String.valueOf(view.size()),
                view.digest(),
                live == null ? "" : live.digest(),
                result);
    }
}
