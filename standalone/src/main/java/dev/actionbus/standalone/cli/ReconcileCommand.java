package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.audit.check.ReconcileFinding;
import dev.actionbus.audit.check.ReconcileReport;
import dev.actionbus.audit.check.ReconcileScan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = {
            "Compare everything the ledger was told with everything it wrote: each accepted action"
                    + " ends once, each record left its event, and the sums add up. Also while the"
                    + " bus runs.",
            "Exit code 5: something does not match."
        },
        footer = {
            "",
            "Examples:",
            "  actionbus audit reconcile",
            "  actionbus audit reconcile --expect-quiet -o json"
        })
final class ReconcileCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--expect-quiet",
            description = "Open actions and waiting records do not match either.")
    private boolean expectQuiet;

    @Mixin private RawTopics kafka = new RawTopics();
    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        ReconcileReport report =
                kafka.ask((client, topics, bar) ->
                        ReconcileScan.run(client, topics, bus.codec(), expectQuiet, bar));
        if (output.json()) {
            output.line(json(report));
        } else {
            output.table(table(report));
        }
        if (!report.matches()) {
            throw failure(report);
        }
        return 0;
    }

    private static List<List<String>> table(ReconcileReport report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("WHAT", "COUNT", "OF THESE"));
        for (ReconcileReport.Line line : report.lines()) {
            String parts =
                    line.parts().entrySet().stream()
                            .map(it -> it.getKey() + " " + it.getValue())
                            .collect(Collectors.joining(", "));
            rows.add(List.of(line.what(), String.valueOf(line.count()), parts));
        }
        return rows;
    }

    private static String json(ReconcileReport report) {
        ObjectNode all = JSON.createObjectNode().put("matches", report.matches());
        ArrayNode lines = all.putArray("lines");
        for (ReconcileReport.Line line : report.lines()) {
            ObjectNode parts =
                    lines.addObject()
                            .put("what", line.what())
                            .put("count", line.count())
                            .putObject("parts");
            line.parts().forEach(parts::put);
        }
        ObjectNode broken = all.putObject("broken");
        report.broken().forEach((rule, count) -> broken.put(rule.name(), count));
        ArrayNode first = all.putArray("first");
        for (ReconcileFinding finding : report.first()) {
            first.addObject()
                    .put("rule", finding.rule().name())
                    .put("invariant", finding.rule().invariant())
                    .put("place", finding.place())
                    .put("text", finding.text());
        }
        return all.toString();
    }

    private static Failure failure(ReconcileReport report) {
        ReconcileFinding first = report.first().getFirst();
        StringBuilder text = new StringBuilder(text(first));
        report.first().stream()
                .skip(1)
                .forEach(it ->
                        text.append("\n  also ").append(it.rule()).append(": ").append(text(it)));
        long more = report.findings() - report.first().size();
        if (more > 0) {
            text.append("\n  and ").append(more).append(" more");
        }
        return Failure.unverified(
                first.rule().name(),
                text.toString(),
                first.rule().invariant() + ": " + first.rule().sentence());
    }

    private static String text(ReconcileFinding finding) {
        return finding.place().isEmpty() ? finding.text() : finding.place() + " " + finding.text();
    }
}
