package dev.actionbus.audit.lineage;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.Context;
import dev.actionbus.event.DataSet;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.Intent;
import dev.actionbus.event.Run;
import dev.actionbus.wire.Translate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Events of small pipelines, one second apart, as a ledger would write them. */
public final class Story {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Run RUN = new Run("e1", START);

    private final List<Told> told = new ArrayList<>();

    /** An event of an action. */
    public record Told(String actionId, SpecificRecord event) {}

    /** One action: what it is called, and how it hangs together with others. */
    public record Action(
            String name,
            @Nullable String story,
            @Nullable String cause,
            List<String> inputs,
            List<String> outputs) {

        public static Action named(String name) {
            return new Action(name, null, null, List.of(), List.of());
        }

        public Action in(@Nullable String of) {
            return new Action(name, of, cause, inputs, outputs);
        }

        public Action after(String of) {
            return new Action(name, story, of, inputs, outputs);
        }

        public Action reads(String... data) {
            return new Action(name, story, cause, List.of(data), outputs);
        }

        public Action makes(String... data) {
            return new Action(name, story, cause, inputs, List.of(data));
        }

        public ActionRequested request() {
            Intent intent = new Intent("default", name, 1, "key-" + name, null);
            String id = ActionId.of(Translate.identity(intent)).value();
            return new ActionRequested(
                    "request-" + name,
                    id,
                    intent,
                    "{}",
                    null,
                    null,
                    new Context(
                            "alice", story == null ? id : story, cause, null, null, null, Map.of()),
                    sets(inputs),
                    sets(outputs),
                    START,
                    null,
                    null,
                    0,
                    null);
        }
    }

    public static String id(String name) {
        return Action.named(name).request().getActionId();
    }

    Story accepted(Action action) {
        ActionRequested request = action.request();
        return tell(request.getActionId(), new ActionAccepted(request, "f", now(), null, 1, 1));
    }

    Story completed(Action action, String... outputs) {
        var unused = accepted(action);
        ActionRequested request = action.request();
        return tell(
                request.getActionId(),
                new ActionCompleted(
                        request.getActionId(),
                        request.getIntent(),
                        request.getContext().getCorrelationId(),
                        1,
                        RUN,
                        "{}",
                        sets(List.of(outputs)),
                        now()));
    }

    Story failed(Action action) {
        var unused = accepted(action);
        ActionRequested request = action.request();
        return tell(
                request.getActionId(),
                new ActionFailed(
                        request.getActionId(),
                        request.getIntent(),
                        request.getContext().getCorrelationId(),
                        1,
                        RUN,
                        new ErrorDetail("BAD", "it went wrong", false, null),
                        now()));
    }

    Story cancelled(Action action) {
        var unused = accepted(action);
        ActionRequested request = action.request();
        return tell(
                request.getActionId(),
                new ActionCancelled(
                        request.getActionId(),
                        request.getIntent(),
                        request.getContext().getCorrelationId(),
                        1,
                        "bob",
                        "no longer needed",
                        now()));
    }

    List<Told> told() {
        return told;
    }

    LineageGraph graph() {
        LineageGraph graph = new LineageGraph();
        told.forEach(each -> graph.add(each.actionId(), each.event()));
        return graph;
    }

    /** Fetch, prepare, two epochs, save; and an evaluation nothing else needs. */
    static Story training() {
        return new Story()
                .completed(
                        Action.named("fetch")
                                .in("run-1")
                                .reads("file:p.csv#sha256:aa")
                                .makes("dataset:p@v1#sha256:aa"))
                .completed(
                        Action.named("prepare")
                                .in("run-1")
                                .after(id("fetch"))
                                .reads("dataset:p@v1")
                                .makes("prepared:r"))
                .completed(
                        Action.named("epoch-1")
                                .in("run-1")
                                .reads("prepared:r")
                                .makes("weights:r@1"))
                .completed(
                        Action.named("epoch-2")
                                .in("run-1")
                                .reads("prepared:r", "weights:r@1")
                                .makes("weights:r@2"))
                .failed(Action.named("bad-save").in("run-1").makes("model:r@2"))
                .cancelled(Action.named("late-save").in("run-1").makes("model:r@2"))
                .completed(
                        Action.named("save").in("run-1").reads("weights:r@2").makes("model:r@9"),
                        "model:r@2#sha256:bb")
                .accepted(Action.named("evaluate").in("run-1").reads("weights:r@2"));
    }

    /** {@code ns:name[@version][#digest]}. */
    private static List<DataSet> sets(List<String> texts) {
        return texts.stream()
                .map(text -> {
                    int hash = text.indexOf('#');
                    DataSetId id = DataSetId.parse(hash < 0 ? text : text.substring(0, hash));
                    return new DataSet(
                            id.namespace(),
                            id.name(),
                            id.version().orElse(null),
                            hash < 0 ? null : text.substring(hash + 1));
                })
                .toList();
    }

    private Story tell(String actionId, SpecificRecord event) {
        told.add(new Told(actionId, event));
        return this;
    }

    private Instant now() {
        return START.plusSeconds(told.size());
    }

    static Stream<String> names(Lineage lineage) {
        return Stream.of(
                        lineage.actions().stream().map(a -> a.job().name()),
                        lineage.dataSets().stream().map(d -> d.id().toString()),
                        lineage.stories().stream().map(s -> "story " + s))
                .flatMap(s -> s);
    }
}
