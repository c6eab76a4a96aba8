package dev.actionbus.workflow;

/** Judges a definition as a whole. */
final class WorkflowRules {

    private WorkflowRules() {}

    static void check(Workflow workflow, Errors errors) {
        Plan.of(
                workflow,
                (pointer, wrong) ->
                        errors.add(wrong.code(), pointer, String.valueOf(wrong.getMessage())));
    }
}
