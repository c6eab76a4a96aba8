package dev.actionbus.standalone.graph;

import java.util.List;

/**
 * A step to be drawn.
 *
 * @param name unique
 * @param needs names of those before it
 * @param state as of a run; empty: it is a definition
 * @param about what it does, one line
 */
public record StepNode(String name, List<String> needs, String state, String about) {

    public StepNode {
        needs = List.copyOf(needs);
    }

    /** One character for the state. */
    String mark() {
        return switch (state) {
            case "COMPLETED" -> "✔";
            case "FAILED" -> "✘";
            case "ACTIVE" -> "▶";
            case "WAITING" -> "◔";
            case "SKIPPED" -> "○";
            case "UNDONE" -> "↺";
            case "CANCELLED" -> "■";
            default -> "·";
        };
    }
}
