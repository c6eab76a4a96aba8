package dev.actionbus.workflow;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of an expression. */
public sealed interface Evaluated {

    /** It has this value. */
    record Value(JsonNode value) implements Evaluated {}

    /**
     * It has none.
     *
     * @param code such as {@code EXPRESSION_FAILED}, or {@code EXPRESSION_LIMIT} for one that was
     *     stopped
     * @param message one line for people, with the expression
     */
    record Failed(String code, String message) implements Evaluated {}
}
