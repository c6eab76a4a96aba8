package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.standalone.cli.RunRecord.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the record says of a run that failed and was resumed. */
final class TuningReport {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RunRecord failed;
    private final RunRecord ended;
    private final Map<String, JsonNode> actions = new HashMap<>();

    /**
     * @param failed as it was before it was resumed
     * @param ended as it is now
     */
    TuningReport(BusUrl bus, RunRecord failed, RunRecord ended) {
        this.failed = failed;
        this.ended = ended;
        Stream.concat(failed.parts().stream(), ended.parts().stream())
                .flatMap(part -> part.actionId().stream())
                .forEach(id -> actions.computeIfAbsent(id, _ -> endedAction(bus, id)));
    }

    /** A row for each action, also for those that another was put in the place of. */
    List<List<String>> table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "ACTION",
                        "STEP",
                        "RATE",
                        "SEGMENT",
                        "ATTEMPTS",
                        "OUTCOME",
                        "ACCURACY",
                        "TIME"));
        for (Part part : ended.parts()) {
            replaced(part).ifPresent(before -> rows.add(row(before)));
            rows.add(row(part));
        }
        return rows;
    }

    /** What was kept and what was done, in figures. */
    String sums() {
        return "%d steps kept (%d attempts before, %d after), %s, %d ran for the first time"
                .formatted(
                        kept().size(),
                        kept().stream().mapToInt(this::attemptsBefore).sum(),
                        kept().stream().mapToInt(this::attempts).sum(),
                        again(),
                        ended.parts().stream().filter(this::isNew).count());
    }

    /** Attempts that were silent for a lease, as those that the killed bus had under way. */
    long lostAttempts() {
        return actions.values().stream()
                .flatMap(action -> action.path("attempts").findValuesAsText("ending").stream())
                .filter("LOST"::equals)
                .count();
    }

    /** Whether every step that was completed has the very action and the attempts it had. */
    boolean isKept() {
        return failed.parts().stream()
                        .filter(part -> part.actionId().isPresent() && part.isCompleted())
                        .allMatch(before ->
                                ended.part(before.name()).stream()
                                        .anyMatch(
                                                part -> part.actionId().equals(before.actionId())))
                && kept().stream().allMatch(part -> attemptsBefore(part) == attempts(part));
    }

    private List<Part> kept() {
        return ended.parts().stream()
                .filter(part ->
                        part.actionId().isPresent() && part.actionId().equals(idBefore(part)))
                .toList();
    }

    /** With how they had ended before. */
    private String again() {
        Map<String, Integer> endings = new TreeMap<>();
        ended.parts().stream()
                .flatMap(part -> replaced(part).stream())
                .map(before -> action(before).path("status").asText())
                .forEach(ending -> endings.merge(ending, 1, Integer::sum));
        StringJoiner before = new StringJoiner(", ", " ran again (before: ", ")");
        endings.forEach((ending, count) -> before.add(count + " " + ending));
        int all = endings.values().stream().mapToInt(Integer::intValue).sum();
        return all + (all == 0 ? " ran again" : before.toString());
    }

    /** The part that it was done as before, if it was done again. */
    private Optional<Part> replaced(Part part) {
        return failed.part(part.name())
                .filter(before -> before.actionId().isPresent())
                .filter(before -> !before.actionId().equals(part.actionId()));
    }

    private boolean isNew(Part part) {
        return part.actionId().isPresent() && idBefore(part).isEmpty();
    }

    private Optional<String> idBefore(Part part) {
        return failed.part(part.name()).flatMap(Part::actionId);
    }

    private int attemptsBefore(Part part) {
        return failed.part(part.name()).map(Part::attempts).orElse(0);
    }

    private int attempts(Part part) {
        return action(part).path("attempts").size();
    }

    private JsonNode action(Part part) {
        return Objects.requireNonNull(actions.get(part.actionId().orElseThrow()));
    }

    private List<String> row(Part part) {
        String segment = String.valueOf(part.segment());
        if (part.actionId().isEmpty()) {
            return List.of(part.what(), part.name(), "", segment, "-", part.state(), "", "");
        }
        JsonNode action = action(part);
        String status = action.path("status").asText();
        String code = action.path("error").path("code").asText();
        return List.of(
                action.path("name").asText(),
                part.name(),
                action.path("params").path("learningRate").asText(),
                segment,
                String.valueOf(attempts(part)),
                status.equals("FAILED") ? status + " " + code : status,
                ActionText.accuracy(action),
                ActionText.took(action));
    }

    private static JsonNode endedAction(BusUrl bus, String id) {
        return AskAgain.until(
                PATIENCE,
                "the end of action " + id,
                () ->
                        Optional.of(bus.get("/v1/actions/" + id, Duration.ZERO))
                                .filter(action -> action.has("endedAt")));
    }
}
