package dev.actionbus.workflow;

/**
 * A field of a step that an expression reads.
 *
 * @param step name of the step
 * @param field {@code result}, {@code results}, {@code status} or {@code error} if it is right
 */
public record StepRead(String step, String field) {}
