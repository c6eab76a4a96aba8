package dev.actionbus.audit.check;

/**
 * Something that does not match.
 *
 * @param place coordinates as {@code topic/partition/offset}
 * @param text what is there
 */
public record ReconcileFinding(ReconcileRule rule, String place, String text) {}
