package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.ActionRequest.Handling;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.ResumeRequested;
import dev.actionbus.event.SignalSent;
import dev.actionbus.event.StepChanged;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.RunBus.Topic;
import dev.actionbus.ledger.run.Plans;
import dev.actionbus.ledger.run.RunTold;
import dev.actionbus.ledger.run.TellRun;
import dev.actionbus.wire.Translate;
import dev.actionbus.workflow.Reading;
import dev.actionbus.workflow.Snapshot;
import dev.actionbus.workflow.Workflow;
import dev.actionbus.workflow.WorkflowReader;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** One run before the ledger: given a definition, when its steps end, then see what it does. */
public final class RunTrial {

    private final RunBus bus = new RunBus();
    private final ActionRequested request;

    RunTrial(String definition, String params, String... others) {
        request = request("run-1", snapshot(definition, others), params);
        bus.send(Topic.REQUESTS, request);
        bus.settle();
    }

    /** A request for a run. */
    public static ActionRequested request(String key, Snapshot snapshot, String params) {
        return Translate.toRecord(
                ActionRequest.named(snapshot.main().name())
                        .key(key)
                        .partitionKey(key)
                        .params(params)
                        .handling(
                                new Handling(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(snapshot.text())))
                        .build(),
                "request-" + key,
                Samples.START);
    }

    public static Snapshot snapshot(String definition, String... others) {
        SortedMap<String, Workflow> all = new TreeMap<>();
        for (String other : others) {
            Workflow one = workflow(other);
            all.put(one.reference(), one);
        }
        return new Snapshot(workflow(definition), all);
    }

    private static Workflow workflow(String text) {
        Reading reading = WorkflowReader.read(text);
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).workflow();
    }

    RunBus bus() {
        return bus;
    }

    String id() {
        return request.getActionId();
    }

    ActionRequested request() {
        return request;
    }

    /** Names of the steps that are to be done now, in the order in which they were granted. */
    List<String> asked() {
        return bus.tasks().values().stream().map(it -> it.getContext().getStep()).toList();
    }

    AttemptGranted task(String step) {
        return bus.tasks().values().stream()
                .filter(it -> step.equals(it.getContext().getStep()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(step + " is not among " + asked()));
    }

    RunTrial succeeds(String step, String result) {
        AttemptGranted task = end(step);
        bus.send(
                Topic.REPORTS,
                Samples.succeeded(task.getActionId(), task.getAttempt(), "e1", result));
        bus.settle();
        return this;
    }

    RunTrial fails(String step) {
        AttemptGranted task = end(step);
        ErrorDetail error = new ErrorDetail("BAD_DATA", "no good", false, null);
        bus.send(Topic.REPORTS, Samples.failed(task.getActionId(), task.getAttempt(), "e1", error));
        bus.settle();
        return this;
    }

    RunTrial orders(SpecificRecord order) {
        bus.send(Topic.CONTROL, order);
        bus.settle();
        return this;
    }

    RunTrial signalled(String name, @Nullable Boolean approved, @Nullable String payload) {
        return orders(
                new SignalSent(
                        id(),
                        "word-" + name + approved,
                        "bob",
                        "go",
                        name,
                        approved,
                        payload,
                        bus.now()));
    }

    RunTrial resumed(String order, @Nullable String from, @Nullable String definition) {
        return orders(
                new ResumeRequested(id(), order, "bob", "mended", from, definition, bus.now()));
    }

    Closed ended() {
        assertThat(bus.state(id())).isInstanceOf(Closed.class);
        return (Closed) bus.state(id());
    }

    boolean isOpen() {
        return bus.state(id()) instanceof ActionState.Open;
    }

    <E extends SpecificRecord> List<E> events(Class<E> type) {
        return bus.events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** What the run says about a step. */
    List<String> said(String step) {
        return events(StepChanged.class).stream()
                .filter(it -> it.getStep().equals(step))
                .map(StepChanged::getState)
                .toList();
    }

    /** Every step that was accepted, in order. */
    List<String> accepted() {
        return events(ActionAccepted.class).stream()
                .map(it -> it.getRequest().getContext().getStep())
                .filter(it -> it != null)
                .toList();
    }

    /** How it stands, as one that asks is told. */
    RunTold told(RunTold.Asked asked) {
        return new TellRun(
                        bus.rows(),
                        request,
                        new Plans(),
                        id -> !(bus.state(id) instanceof ActionState.Absent))
                .tell(asked);
    }

    RunTold told() {
        return told(new RunTold.Asked(0, 100, Optional.empty(), Optional.empty()));
    }

    RunTold.Standing told(String step) {
        return told().steps().stream()
                .filter(it -> it.name().equals(step))
                .map(RunTold.StepTold::standing)
                .findFirst()
                .orElseThrow();
    }

    private AttemptGranted end(String step) {
        AttemptGranted task = task(step);
        bus.tasks().remove(task.getActionId());
        bus.send(Topic.REPORTS, Samples.started(task.getActionId(), task.getAttempt(), "e1"));
        return task;
    }
}
