package dev.actionbus.audit.lineage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.action.DataRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lineage as run events of the OpenLineage specification 2-0-2, each a JSON object on one line.
 *
 * <p>A run is an action: its id is the action id, its job {@code actionbus.TENANT} and the action's
 * name. It has one START, at its acceptance, and one terminal event once it has ended: COMPLETE;
 * FAIL; ABORT when it was cancelled, or when nobody can know how it ended. The parent run is what
 * caused the action, or else the action whose story it belongs to, if that is part of the answer.
 */
public final class OpenLineage {

    private static final String SPEC = "https://openlineage.io/spec/";
    private static final String EVENT = SPEC + "2-0-2/OpenLineage.json#/$defs/RunEvent";
    private static final String FACET = SPEC + "2-0-2/OpenLineage.json#/$defs/DatasetFacet";
    private static final String PARENT =
            SPEC + "facets/1-0-1/ParentRunFacet.json#/$defs/ParentRunFacet";
    private static final String VERSION =
            SPEC + "facets/1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet";
    private static final String PRODUCER = "urn:actionbus:lineage";

    private final Map<String, ActionFacts> actions;

    private OpenLineage(Lineage lineage) {
        actions =
                lineage.actions().stream()
                        .collect(Collectors.toMap(ActionFacts::actionId, Function.identity()));
    }

    /** The events of every action of an answer, by time. */
    public static List<String> events(Lineage lineage) {
        OpenLineage form = new OpenLineage(lineage);
        return lineage.actions().stream()
                .flatMap(form::events)
                .sorted(Comparator.comparing(Event::time))
                .map(Event::json)
                .toList();
    }

    private Stream<Event> events(ActionFacts action) {
        List<Event> events = new ArrayList<>();
        Instant accepted = action.times().acceptedAt();
        events.add(new Event(accepted, event(action, "START", accepted)));
        action.times()
                .endedAt()
                .ifPresent(at -> events.add(new Event(at, event(action, terminal(action), at))));
        return events.stream();
    }

    private static String terminal(ActionFacts action) {
        return switch (action.status()) {
            case COMPLETED -> "COMPLETE";
            case FAILED -> "FAIL";
            case CANCELLED, UNKNOWN -> "ABORT";
            case ADMITTED, QUEUED, RUNNING, SUSPENDED, WAITING, PAUSED ->
                    throw new IllegalStateException(action.actionId() + " has not ended");
        };
    }

    private String event(ActionFacts action, String type, Instant at) {
        ObjectNode event = LineageJson.JSON.createObjectNode();
        event.put("eventType", type).put("eventTime", at.toString());
        ObjectNode run = event.putObject("run").put("runId", action.actionId());
        parent(action)
                .ifPresent(parent -> {
                    ObjectNode facet = facet(run.putObject("facets"), "parent", PARENT);
                    facet.putObject("run").put("runId", parent.actionId());
                    job(facet, parent.job());
                });
        job(event, action.job());
        data(event.putArray("inputs"), action.inputs());
        data(event.putArray("outputs"), action.makes().isEmpty() ? List.of() : action.outputs());
        event.put("producer", PRODUCER).put("schemaURL", EVENT);
        return event.toString();
    }

    private Optional<ActionFacts> parent(ActionFacts action) {
        return action.origin().cause().map(actions::get).or(() -> action.story().map(actions::get));
    }

    private static void job(ObjectNode in, ActionFacts.Job job) {
        in.putObject("job").put("namespace", "actionbus." + job.tenant()).put("name", job.name());
    }

    private static void data(ArrayNode into, List<DataRef> refs) {
        for (DataRef ref : refs) {
            ObjectNode set =
                    into.addObject().put("namespace", ref.namespace()).put("name", ref.name());
            ObjectNode facets = set.putObject("facets");
            ref.version()
                    .or(ref::digest)
                    .ifPresent(v -> facet(facets, "version", VERSION).put("datasetVersion", v));
            ref.digest().ifPresent(d -> facet(facets, "actionbus_digest", FACET).put("digest", d));
        }
    }

    private static ObjectNode facet(ObjectNode facets, String name, String schema) {
        return facets.putObject(name).put("_producer", PRODUCER).put("_schemaURL", schema);
    }

    private record Event(Instant time, String json) {}
}
