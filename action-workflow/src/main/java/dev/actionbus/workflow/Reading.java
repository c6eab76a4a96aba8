package dev.actionbus.workflow;

import java.util.List;

/** What became of a definition that was read. */
public sealed interface Reading {

    /** It breaks no rule. */
    record Read(Workflow workflow) implements Reading {}

    /** It breaks these, all of them, in the order of the text. */
    record Wrong(List<WorkflowError> errors) implements Reading {}
}
