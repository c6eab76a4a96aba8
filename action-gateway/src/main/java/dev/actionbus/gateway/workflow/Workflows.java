package dev.actionbus.gateway.workflow;

import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Identity;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.action.Origin;
import dev.actionbus.client.BusConfig;
import dev.actionbus.client.DeclaredHandlers;
import dev.actionbus.event.WorkflowDefined;
import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.Problem;
import dev.actionbus.gateway.RequestHead;
import dev.actionbus.gateway.RequestJson;
import dev.actionbus.payload.ParamsSchema;
import dev.actionbus.workflow.Reading;
import dev.actionbus.workflow.ResolveSubWorkflows;
import dev.actionbus.workflow.ResolveSubWorkflows.Resolved;
import dev.actionbus.workflow.Snapshot;
import dev.actionbus.workflow.Workflow;
import dev.actionbus.workflow.WorkflowError;
import dev.actionbus.workflow.WorkflowReader;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;

/**
 * Definitions of workflows: validated, kept for ever, each version once; and what a run of one is
 * as a request. Applying blocks for Kafka's acknowledgement; everything else answers from what was
 * read of the topic, at once.
 */
public final class Workflows implements AutoCloseable {

    private final KnownWorkflows known;
    private final DeclaredHandlers handlers;
    private final InstantSource clock;

    private Workflows(KnownWorkflows known, DeclaredHandlers handlers, InstantSource clock) {
        this.known = known;
        this.handlers = handlers;
        this.clock = clock;
    }

    /** Returns when all definitions have been read. The handlers stay the caller's to close. */
    public static Workflows start(
            BusConfig config, DeclaredHandlers handlers, InstantSource clock) {
        return new Workflows(new KnownWorkflows(config), handlers, clock);
    }

    /**
     * How a definition is applied.
     *
     * @param dryRun it is only judged
     * @param strict an action or a workflow that is not known is an error, not a warning
     */
    public record How(boolean dryRun, boolean strict) {}

    /** What became of a call for a run. */
    public sealed interface Asked {

        /** It is a request to be submitted. */
        record Run(ActionRequest request) implements Asked {}

        /** It is refused. */
        record Refused(Answer answer) implements Asked {}
    }

    /**
     * A new version, if it breaks no rule. The same version again changes nothing; another content
     * under it is refused with 422.
     *
     * @param text YAML or JSON
     */
    public Answer apply(String text, How how) {
        return switch (WorkflowReader.read(text)) {
            case Reading.Wrong wrong ->
                    WorkflowAnswers.refused(wrong.errors(), WorkflowAnswers.PATH);
            case Reading.Read good -> apply(good.workflow(), how);
        };
    }

    private Answer apply(Workflow workflow, How how) {
        List<WorkflowError> missing = new CheckNames(actions(), known).of(workflow);
        List<WorkflowError> wrong =
                schemaError(workflow).map(List::of).orElse(how.strict() ? missing : List.of());
        if (!wrong.isEmpty()) {
            return WorkflowAnswers.refused(wrong, WorkflowAnswers.PATH);
        }
        Optional<KnownWorkflows.Stored> before =
                known.stored(workflow.name(), OptionalInt.of(workflow.version()));
        if (before.isPresent()) {
            return before.get().workflow().equals(workflow)
                    ? WorkflowAnswers.applied(workflow, "UNCHANGED", missing)
                    : conflict(workflow);
        }
        if (how.dryRun()) {
            return WorkflowAnswers.applied(workflow, "CHECKED", missing);
        }
        try {
            KnownWorkflows.Stored now = known.write(record(workflow));
            return now.workflow().equals(workflow)
                    ? WorkflowAnswers.applied(workflow, "CREATED", missing)
                    : conflict(workflow);
        } catch (KafkaException e) {
            return new Problem(
                            503,
                            "OUTCOME_UNKNOWN",
                            "whether it was written is not known; send it again",
                            Optional.empty(),
                            Map.of("Retry-After", "1"))
                    .answer(WorkflowAnswers.PATH);
        }
    }

    public Answer list() {
        return WorkflowAnswers.list(known.names().stream().map(known::versions).toList());
    }

    /**
     * @param version empty: the newest
     */
    public Answer show(String name, OptionalInt version) {
        return known.stored(name, version)
                .map(one -> WorkflowAnswers.shown(one, known.versions(name)))
                .orElseGet(() -> WorkflowAnswers.missing(name, WorkflowAnswers.PATH + "/" + name));
    }

    /**
     * The request for a run: params checked, the definition with all sub-workflows in it.
     *
     * @param body as of an action, without a name; its version is the workflow's, else the newest
     */
    public Asked run(String name, byte[] body, RequestHead head) {
        String here = WorkflowAnswers.PATH + "/" + name + "/runs";
        RunBody run = RunBody.of(body);
        Optional<KnownWorkflows.Stored> stored = known.stored(name, run.version());
        if (stored.isEmpty()) {
            return new Asked.Refused(WorkflowAnswers.missing(name, here));
        }
        Workflow workflow = stored.get().workflow();
        Optional<String> foreign = run.notOfRuns();
        if (foreign.isPresent()) {
            return refuse("FIELD_UNKNOWN", "/" + foreign.get(), "a run has no such field", here);
        }
        return switch (RequestJson.read(
                run.asAction(name, workflow.version()), head, clock.instant())) {
            case RequestJson.Parsed.Bad bad -> new Asked.Refused(bad.problem().answer(here));
            case RequestJson.Parsed.Good good -> run(workflow, good.request(), here);
        };
    }

    private Asked run(Workflow workflow, ActionRequest request, String here) {
        Optional<ParamsSchema.Finding> finding = wrongParam(workflow, request.params());
        if (finding.isPresent()) {
            return refuse(
                    "PARAMS_INVALID",
                    "/params" + finding.get().pointer(),
                    Problem.shown(finding.get().message()),
                    here);
        }
        return switch (ResolveSubWorkflows.of(workflow, known)) {
            case Resolved.Wrong wrong ->
                    new Asked.Refused(WorkflowAnswers.refused(wrong.errors(), here));
            case Resolved.Whole whole -> {
                try {
                    yield new Asked.Run(with(request, whole.snapshot()));
                } catch (InvalidRequest e) {
                    yield refuse(e.code(), "", String.valueOf(e.getMessage()), here);
                }
            }
        };
    }

    /**
     * The definition that a run is to go on with.
     *
     * @return empty: there is none of this name and version
     */
    public Optional<Resolved> definition(String name, OptionalInt version) {
        return known.find(name, version).map(found -> ResolveSubWorkflows.of(found, known));
    }

    /**
     * The steps of a run lie where it does, so it has a partition key: its own key, if no other.
     */
    private static ActionRequest with(ActionRequest request, Snapshot snapshot) {
        Identity asked = request.identity();
        return new ActionRequest(
                new Identity(
                        asked.tenant(),
                        asked.name(),
                        asked.version(),
                        asked.key(),
                        asked.partitionKey().or(() -> Optional.of(asked.key().value()))),
                request.params(),
                new ActionRequest.Handling(
                        Optional.empty(), Optional.empty(), Optional.of(snapshot.text())),
                request.timing(),
                request.turn(),
                request.origin(),
                request.data());
    }

    private static Optional<WorkflowError> schemaError(Workflow workflow) {
        return workflow.params()
                .map(schema -> ParamsSchema.compile(schema.toString()))
                .filter(ParamsSchema.Compiled.Bad.class::isInstance)
                .map(ParamsSchema.Compiled.Bad.class::cast)
                .map(bad -> new WorkflowError(bad.code(), "/params", 0, bad.message()));
    }

    private static Optional<ParamsSchema.Finding> wrongParam(Workflow workflow, String params) {
        return workflow.params()
                .map(schema -> ParamsSchema.compile(schema.toString()))
                .filter(ParamsSchema.Compiled.Good.class::isInstance)
                .map(ParamsSchema.Compiled.Good.class::cast)
                .flatMap(good -> good.schema().check(params).stream().findFirst());
    }

    private Set<String> actions() {
        return handlers.all().stream()
                .map(handler -> DeclaredHandlers.key(handler.getName(), handler.getVersion()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private WorkflowDefined record(Workflow workflow) {
        return new WorkflowDefined(
                workflow.name(),
                workflow.version(),
                workflow.text(),
                Origin.ANONYMOUS.principal(),
                clock.instant());
    }

    private static Answer conflict(Workflow workflow) {
        return Problem.of(
                        422,
                        "WORKFLOW_VERSION_CONFLICT",
                        workflow.reference()
                                + " is there with another content; give it another version")
                .answer(WorkflowAnswers.PATH);
    }

    private static Asked refuse(String code, String pointer, String detail, String here) {
        return new Asked.Refused(
                new Problem(
                                400,
                                code,
                                detail,
                                Optional.of(pointer).filter(p -> !p.isEmpty()),
                                Map.of())
                        .answer(here));
    }

    @Override
    public void close() {
        known.close();
    }
}
