package dev.actionbus.ledger.run;

import dev.actionbus.event.SignalSent;
import dev.actionbus.state.RunNode;
import dev.actionbus.workflow.Json;
import dev.actionbus.workflow.Work;
import dev.actionbus.workflow.WorkflowStep;
import java.util.List;
import java.util.Optional;

/** Signals and decisions. */
final class TakeWord {

    private TakeWord() {}

    /**
     * A signal stays: steps that wait for it later are done at once.
     *
     * @return whether a step waits for it, or may
     */
    static boolean signal(Running run, BeginStep steps, SignalSent word) {
        List<WorkflowStep> meant =
                run.plan().inOrder().stream()
                        .filter(it ->
                                it.work() instanceof Work.Signal signal
                                        && signal.name().equals(word.getName()))
                        .toList();
        Optional<String> payload = payload(word);
        if (meant.isEmpty() || payload.isEmpty()) {
            return false;
        }
        run.records().signal(word.getName(), payload.get());
        for (WorkflowStep step : meant) {
            waiting(run, step.name())
                    .ifPresent(node ->
                            steps.complete(step, node, payload.get(), "signal " + word.getName()));
        }
        return true;
    }

    static boolean decision(Running run, BeginStep steps, SignalSent word) {
        boolean approval =
                run.plan().has(word.getName())
                        && run.plan().step(word.getName()).work() instanceof Work.Approval;
        Optional<RunNode> node = approval ? waiting(run, word.getName()) : Optional.empty();
        node.ifPresent(it ->
                steps.complete(
                        run.plan().step(word.getName()),
                        it,
                        Json.canonical(
                                Json.object()
                                        .put("approved", word.getApproved())
                                        .put("by", word.getPrincipal())
                                        .put("comment", word.getReason())),
                        (word.getApproved() ? "approved by " : "refused by ")
                                + word.getPrincipal()));
        return node.isPresent();
    }

    private static Optional<RunNode> waiting(Running run, String step) {
        return run.records().node(step).filter(it -> NodeRow.state(it) == NodeState.WAITING);
    }

    /** Empty: it is no JSON. */
    private static Optional<String> payload(SignalSent word) {
        String payload = word.getPayload();
        if (payload == null) {
            return Optional.of("null");
        }
        try {
            return Optional.of(Json.canonical(Json.parse(payload)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
