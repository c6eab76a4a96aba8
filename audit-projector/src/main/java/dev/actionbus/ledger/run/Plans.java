package dev.actionbus.ledger.run;

import dev.actionbus.action.InvalidRequest;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.workflow.Snapshot;

/** The plans of the runs that are under way; made once, as to make one means to compile it. */
public final class Plans {

    private static final int KEPT = 64;

    private final Recently<RunPlan> plans = new Recently<>(KEPT);

    /**
     * @param definition a snapshot as text
     * @throws InvalidRequest DEFINITION_INVALID
     */
    public void require(String definition) {
        var unused = of(definition);
    }

    /** Whether an action says that it belongs to a run, and has a key of it. */
    public static boolean isStep(ActionRequested action) {
        return StepKey.isOfRun(action);
    }

    /** Whether it has a step of this name. */
    public boolean hasStep(String definition, String step) {
        return of(definition).has(step);
    }

    RunPlan of(String definition) {
        try {
            return plans.get(definition, () -> RunPlan.of(Snapshot.parse(definition)));
        } catch (IllegalArgumentException e) {
            throw InvalidRequest.of("DEFINITION_INVALID", String.valueOf(e.getMessage()));
        }
    }
}
