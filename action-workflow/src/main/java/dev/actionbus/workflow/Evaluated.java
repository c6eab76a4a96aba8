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
     * @param pointer JSON pointer of its text, as far as it is known here
     */
    record Failed(String code, String message, String pointer) implements Evaluated {

        public Failed(String code, String message) {
            this(code, message, "");
        }

        /**
         * The same, seen from further outside.
         *
         * @param outer JSON pointer of what the pointer begins in
         */
        public Failed in(String outer) {
            return new Failed(code, message, outer + pointer);
        }
    }
}
