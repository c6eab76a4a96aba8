package dev.actionbus.audit.lineage;

import dev.actionbus.action.DataRef;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineageClientUtils;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lineage as run events of the OpenLineage specification 2-0-2, made and written by OpenLineage's
 * own library, each a JSON object on one line.
 *
 * <p>A run is an action: its id is the action id, its job {@code actionbus.TENANT} and the action's
 * name. It has one START, at its acceptance, and one terminal event once it has ended: COMPLETE;
 * FAIL; ABORT when it was cancelled, or when nobody can know how it ended. The parent run is what
 * caused the action, or else the action whose story it belongs to, if that is part of the answer.
 */
public final class OpenLineageEvents {

    private static final OpenLineage FORM = new OpenLineage(URI.create("urn:actionbus:lineage"));

    private final Map<String, ActionFacts> actions;

    private OpenLineageEvents(Lineage lineage) {
        actions =
                lineage.actions().stream()
                        .collect(Collectors.toMap(ActionFacts::actionId, Function.identity()));
    }

    /** The events of every action of an answer, by time. */
    public static List<String> of(Lineage lineage) {
        OpenLineageEvents events = new OpenLineageEvents(lineage);
        return lineage.actions().stream()
                .flatMap(events::of)
                .sorted(Comparator.comparing(OpenLineage.RunEvent::getEventTime))
                .map(OpenLineageClientUtils::toJson)
                .toList();
    }

    private Stream<OpenLineage.RunEvent> of(ActionFacts action) {
        return Stream.concat(
                Stream.of(event(action, EventType.START, action.times().acceptedAt())),
                action.times().endedAt().stream().map(at -> event(action, terminal(action), at)));
    }

    private static EventType terminal(ActionFacts action) {
        return switch (action.status()) {
            case COMPLETED -> EventType.COMPLETE;
            case FAILED -> EventType.FAIL;
            case CANCELLED, UNKNOWN -> EventType.ABORT;
            case ADMITTED, QUEUED, RUNNING, SUSPENDED, WAITING, PAUSED ->
                    throw new IllegalStateException(action.actionId() + " has not ended");
        };
    }

    private OpenLineage.RunEvent event(ActionFacts action, EventType type, Instant at) {
        List<DataRef> made = action.makes().isEmpty() ? List.of() : action.outputs();
        return FORM.newRunEventBuilder()
                .eventType(type)
                .eventTime(at.atZone(ZoneOffset.UTC))
                .run(run(action))
                .job(FORM.newJobBuilder().namespace(namespace(action)).name(name(action)).build())
                .inputs(action.inputs().stream().map(OpenLineageEvents::input).toList())
                .outputs(made.stream().map(OpenLineageEvents::output).toList())
                .build();
    }

    private OpenLineage.Run run(ActionFacts action) {
        OpenLineage.RunBuilder run = FORM.newRunBuilder().runId(runId(action));
        parent(action)
                .map(OpenLineageEvents::facet)
                .ifPresent(it -> run.facets(FORM.newRunFacetsBuilder().parent(it).build()));
        return run.build();
    }

    private Optional<ActionFacts> parent(ActionFacts action) {
        return action.origin().cause().map(actions::get).or(() -> action.story().map(actions::get));
    }

    private static OpenLineage.ParentRunFacet facet(ActionFacts parent) {
        return FORM.newParentRunFacetBuilder()
                .run(FORM.newParentRunFacetRunBuilder().runId(runId(parent)).build())
                .job(
                        FORM.newParentRunFacetJobBuilder()
                                .namespace(namespace(parent))
                                .name(name(parent))
                                .build())
                .build();
    }

    private static UUID runId(ActionFacts action) {
        return UUID.fromString(action.actionId());
    }

    private static String namespace(ActionFacts action) {
        return "actionbus." + action.job().tenant();
    }

    private static String name(ActionFacts action) {
        return action.job().name();
    }

    private static OpenLineage.InputDataset input(DataRef ref) {
        return FORM.newInputDatasetBuilder()
                .namespace(ref.namespace())
                .name(ref.name())
                .facets(facets(ref))
                .build();
    }

    private static OpenLineage.OutputDataset output(DataRef ref) {
        return FORM.newOutputDatasetBuilder()
                .namespace(ref.namespace())
                .name(ref.name())
                .facets(facets(ref))
                .build();
    }

    private static OpenLineage.DatasetFacets facets(DataRef ref) {
        OpenLineage.DatasetFacetsBuilder facets = FORM.newDatasetFacetsBuilder();
        ref.version()
                .or(ref::digest)
                .map(FORM::newDatasetVersionDatasetFacet)
                .ifPresent(facets::version);
        ref.digest().ifPresent(it -> facets.put("actionbus_digest", digest(it)));
        return facets.build();
    }

    private static OpenLineage.DatasetFacet digest(String digest) {
        OpenLineage.DatasetFacet facet = FORM.newDatasetFacet();
        facet.getAdditionalProperties().put("digest", digest);
        return facet;
    }
}
