package dev.actionbus.bench.report;

import dev.actionbus.bench.report.BenchReport.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** For machines: one JSON object on one line. Times in milliseconds, shares from 0 to 1. */
public final class JsonReport {

    private JsonReport() {}

    public static String of(BenchReport report) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("jdk", report.machine().jdk());
        root.put("cores", report.machine().cores());
        root.put("kernel", report.machine().kernel());
        root.put("seconds", report.seconds());
        root.put("right", report.right());
        root.put("runs", report.runs().stream().map(JsonReport::run).toList());
        root.put("proofs", proofs(report.proofs()));
        root.put("targets", report.targets().stream().map(JsonReport::target).toList());
        return json(root);
    }

    private static Map<String, Object> run(Run run) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("durability", run.durability().flag());
        object.put("partitions", run.bus().partitions());
        object.put("recordsBefore", run.bus().recordsBefore());
        object.put("flags", run.bus().flags());
        object.put("cases", run.figures().stream().map(it -> figures(run, it)).toList());
        object.put("wrong", run.wrong());
        return object;
    }

    private static Map<String, Object> proofs(ProofFigures proofs) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("entries", proofs.entries());
        object.put("inclusion", proof(proofs.inclusion()));
        object.put("consistency", proof(proofs.consistency()));
        return object;
    }

    private static Map<String, Object> proof(ProofFigures.Kind kind) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("hashes", kind.hashes());
        object.put("p50Millis", kind.p50Millis());
        object.put("p99Millis", kind.p99Millis());
        return object;
    }

    private static Map<String, Object> figures(Run run, Figures figures) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("inFlight", figures.inFlight());
        object.put("subject", figures.subject().key());
        object.put("actionsPerSecond", spread(figures.perSecond()));
        object.put("p50Millis", spread(figures.p50Millis()));
        object.put("p99Millis", spread(figures.p99Millis()));
        object.put("cpuMillisPerAction", spread(figures.cpuMillis()));
        object.put("othersCpuShare", spread(figures.othersShare()));
        object.put("repetitions", figures.samples().size());
        object.put("noisy", figures.noisy());
        run.ofBare(figures).ifPresent(it -> object.put("ofBare", it));
        return object;
    }

    private static Map<String, Object> spread(Spread spread) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("median", spread.median());
        object.put("min", spread.min());
        object.put("max", spread.max());
        return object;
    }

    private static Map<String, Object> target(Target target) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", target.id());
        object.put("what", target.what());
        object.put("durability", target.durability().flag());
        object.put("side", word(target.aim().side()));
        object.put("bound", target.aim().bound());
        object.put("unit", word(target.aim().unit()));
        object.put("measured", target.measured());
        object.put("verdict", word(target.verdict()));
        return object;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String json(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(it -> text(it.getKey().toString()) + ":" + json(it.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
            case List<?> list ->
                    list.stream().map(JsonReport::json).collect(Collectors.joining(",", "[", "]"));
            case Double number -> Double.isFinite(number) ? rounded(number) : "null";
            case Number number -> number.toString();
            case Boolean yes -> yes.toString();
            default -> text(value.toString());
        };
    }

    private static String rounded(double number) {
        return String.format(Locale.ROOT, "%.4f", number);
    }

    private static String text(String raw) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : raw.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
