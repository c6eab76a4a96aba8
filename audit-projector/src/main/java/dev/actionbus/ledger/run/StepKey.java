package dev.actionbus.ledger.run;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.Intent;
import dev.actionbus.wire.Translate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a run an action does. As text, also in the context of the action: {@code NAME},
 * {@code NAME[INDEX]} for an item or iteration, {@code NAME:undo} for what undoes it.
 *
 * @param step name in the definition
 * @param index empty: the step has no items
 */
record StepKey(String step, Optional<Integer> index, boolean undo) {

    private static final Pattern TEXT = Pattern.compile("([^\\[:]+)(?:\\[(\\d{1,9})])?(:undo)?");

    static StepKey of(String step) {
        return new StepKey(step, Optional.empty(), false);
    }

    static StepKey of(String step, int index) {
        return new StepKey(step, Optional.of(index), false);
    }

    /** Empty: it is no part of any run. */
    static Optional<StepKey> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(
                        new StepKey(
                                parts.group(1),
                                Optional.ofNullable(parts.group(2)).map(Integer::valueOf),
                                parts.group(3) != null))
                : Optional.empty();
    }

    StepKey undoing() {
        return new StepKey(step, index, true);
    }

    /**
     * The idempotency key of its action: the same whoever asks, and how often.
     *
     * @param segment round of the run in which it was first asked for
     */
    String idempotencyKey(String runId, int segment) {
        return prefix(runId)
                + step
                + ":"
                + index.orElse(0)
                + (undo ? ":undo" : "")
                + (segment == 1 ? "" : ":" + segment);
    }

    /** Its action's intent, in the partition of the run. */
    Intent intent(ActionRequested run, int segment, Work work) {
        Intent whole = run.getIntent();
        return new Intent(
                whole.getTenant(),
                work.name(),
                work.version(),
                idempotencyKey(run.getActionId(), segment),
                whole.getPartitionKey());
    }

    String actionId(ActionRequested run, int segment, Work work) {
        return ActionId.of(Translate.identity(intent(run, segment, work))).value();
    }

    /** The name and version of an action. */
    record Work(String name, int version) {}

    /** How the keys of all steps of a run begin. */
    static String prefix(String runId) {
        return "wf:" + runId + ":";
    }

    /** Whether an action says that it belongs to a run, and has a key of it. */
    static boolean isOfRun(ActionRequested action) {
        String runId = action.getContext().getRunId();
        return runId != null
                && action.getContext().getStep() != null
                && action.getIntent().getIdempotencyKey().startsWith(prefix(runId));
    }

    @Override
    public String toString() {
        return step + index.map(it -> "[" + it + "]").orElse("") + (undo ? ":undo" : "");
    }
}
