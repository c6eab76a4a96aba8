package dev.actionbus.ledger.run;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.CancelRequested;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.StepChanged;
import dev.actionbus.state.RunHead;
import dev.actionbus.state.RunNode;
import dev.actionbus.workflow.Json;
import dev.actionbus.workflow.OnFailure;
import dev.actionbus.workflow.WorkflowStep;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One walk through a run: what can go on does, until too much was done for one transaction. What is
 * left then is written down, and gone on with at once.
 */
final class Walk {

    /** Steps begun in one transaction. */
    static final int AT_ONCE = 500;

    private final Running run;
    private final Deque<String> ready = new ArrayDeque<>();
    private final List<SpecificRecord> events = new ArrayList<>();
    private final List<ActionRequested> requests = new ArrayList<>();
    private final List<RunMoves.Command> commands = new ArrayList<>();
    private Optional<RunMoves.End> end = Optional.empty();
    private int budget = AT_ONCE;

    private Phase phase;
    private int left;
    private int active;
    private int ended;
    private @Nullable ErrorDetail error;
    private boolean undone;

    Walk(Running run, RunHead head) {
        this.run = run;
        phase = Phase.valueOf(head.getPhase());
        left = head.getLeft();
        active = head.getActive();
        ended = head.getEnded();
        error = head.getError();
        undone = head.getUndone();
    }

    Running run() {
        return run;
    }

    Phase phase() {
        return phase;
    }

    int active() {
        return active;
    }

    /** It can go on, now or soon. */
    void ready(String step) {
        ready.add(step);
    }

    Optional<String> nextReady() {
        if (budget <= 0 || phase != Phase.STEPPING) {
            return Optional.empty();
        }
        budget--;
        Optional<String> next = Optional.ofNullable(ready.poll());
        // Only a run that was to wake has left something to do.
        return next.isPresent() || run.wake().isEmpty() ? next : run.records().takeTodo();
    }

    boolean mayBegin() {
        return budget > 0 && phase == Phase.STEPPING;
    }

    void begin() {
        phase = Phase.STEPPING;
    }

    /** An action is asked for. */
    void ask(ActionRequested request) {
        requests.add(request);
        budget--;
        active++;
    }

    /** An order is given to an action that is there, whose end is awaited. */
    void order(String actionId, SpecificRecord order) {
        commands.add(new RunMoves.Command(actionId, order));
        budget--;
        active++;
    }

    void actionEnded() {
        active--;
    }

    void say(StepKey part, NodeState state, @Nullable String detail) {
        say(part, state.name(), null, detail, null);
    }

    void say(
            StepKey part,
            String state,
            @Nullable String actionId,
            @Nullable String detail,
            @Nullable Instant until) {
        events.add(
                new StepChanged(
                        run.id(),
                        run.segment(),
                        part.step(),
                        part.index().orElse(null),
                        state,
                        actionId,
                        detail,
                        null,
                        until,
                        run.now()));
    }

    void sayFailed(String step, ErrorDetail why) {
        events.add(
                new StepChanged(
                        run.id(),
                        run.segment(),
                        step,
                        null,
                        NodeState.FAILED.name(),
                        null,
                        null,
                        why,
                        null,
                        run.now()));
    }

    /** That a part is done, so that it can be undone. */
    void done(StepKey part) {
        if (run.plan().step(part.step()).compensate().isPresent()) {
            run.records().undo(ended++, part);
        }
    }

    /** A step has ended, and the run goes on without regard to how. */
    void end(String step, RunNode row, String cause) {
        run.records().node(step, row);
        left--;
        if (phase == Phase.STEPPING) {
            run.plan().neededBy(step).forEach(next -> release(next, cause));
        }
    }

    void fail(String name, RunNode node, ErrorDetail why, String cause) {
        WorkflowStep step = run.plan().step(name);
        end(name, NodeRow.ended(node, NodeState.FAILED, null, why), cause, step, why);
    }

    private void end(String name, RunNode row, String cause, WorkflowStep step, ErrorDetail why) {
        switch (step.onFailure()) {
            case CONTINUE -> end(name, row, cause);
            case FAIL, COMPENSATE -> {
                boolean undo = step.onFailure() == OnFailure.COMPENSATE;
                run.records().node(name, row);
                left--;
                stop(failure(name, why), undo);
            }
        }
    }

    /** Nothing else is begun; what is under way is cancelled, and its end awaited. */
    void stop(ErrorDetail why, boolean undo) {
        if (phase == Phase.STEPPING) {
            phase = Phase.STOPPING;
            error = why;
            undone = undo;
            ready.clear();
            run.records().stopWaiting();
            cancelActive("the run fails: " + why.getMessage());
        }
    }

    /** The run has ended from outside; nobody awaits its actions. */
    void leave(String why) {
        run.records().stopWaiting();
        cancelActive(why);
        phase = Phase.ENDED;
    }

    void undo() {
        phase = Phase.UNDOING;
    }

    boolean isToUndo() {
        return undone;
    }

    ErrorDetail error() {
        return error == null ? new ErrorDetail("STEP_FAILED", "a step failed", false, null) : error;
    }

    void alsoFailed(String what) {
        ErrorDetail first = error();
        String message = first.getMessage() + "; " + what;
        error =
                new ErrorDetail(
                        first.getCode(),
                        message.length() > 1000 ? message.substring(0, 1000) : message,
                        false,
                        first.getDetails());
    }

    boolean isAllDone() {
        return phase == Phase.STEPPING && left == 0;
    }

    void finish(RunMoves.End how) {
        phase = Phase.ENDED;
        end = Optional.of(how);
    }

    /** What it came to. Its rows are written. */
    RunMoves moves(boolean timed) {
        Optional<Instant> wake = Optional.empty();
        if (phase == Phase.STEPPING) {
            ready.forEach(run.records()::todo);
            boolean more = !ready.isEmpty() || budget <= 0;
            wake =
                    more
                            ? Optional.of(run.now().plusMillis(1))
                            : timed
                                    ? run.records().firstDue().map(RunRecords.Due::at)
                                    : Optional.empty();
        }
        run.records()
                .head(new RunHead(run.segment(), phase.name(), left, active, ended, error, undone));
        return new RunMoves(events, requests, commands, end, wake);
    }

    private void release(String step, String cause) {
        RunNode node =
                run.records()
                        .node(step)
                        .orElseGet(() ->
                                NodeRow.pending(
                                        run.segment(), run.plan().needs(step).size(), cause));
        int awaits = node.getAwaits() - 1;
        run.records().node(step, NodeRow.awaits(node, awaits, cause));
        if (awaits == 0) {
            ready.add(step);
        }
    }

    private void cancelActive(String why) {
        if (active == 0) {
            return;
        }
        for (WorkflowStep step : run.plan().inOrder()) {
            Optional<RunNode> node =
                    Running.hasActions(step) ? run.records().node(step.name()) : Optional.empty();
            if (node.isPresent() && node.get().getItems() != null) {
                run.records()
                        .eachItem(
                                step.name(),
                                (index, item) -> {
                                    if (item.getState().equals(NodeState.ACTIVE.name())) {
                                        cancel(
                                                StepKey.of(step.name(), index),
                                                item.getSegment(),
                                                why);
                                    }
                                });
            } else if (node.filter(it -> NodeRow.state(it) == NodeState.ACTIVE).isPresent()) {
                cancel(StepKey.of(step.name()), node.get().getSegment(), why);
            }
        }
    }

    private void cancel(StepKey part, int segment, String why) {
        String id = run.actionId(part, segment);
        String reason = why.length() > 1000 ? why.substring(0, 1000) : why;
        commands.add(
                new RunMoves.Command(
                        id,
                        new CancelRequested(
                                id,
                                "run:" + run.id() + ":" + run.segment(),
                                run.request().getContext().getPrincipal(),
                                reason,
                                run.now())));
    }

    private static ErrorDetail failure(String step, ErrorDetail why) {
        return new ErrorDetail(
                "STEP_FAILED",
                "step " + step + " failed: " + why.getCode() + ": " + why.getMessage(),
                false,
                Json.object().put("step", step).put("code", why.getCode()).toString());
    }
}
