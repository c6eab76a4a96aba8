package dev.actionbus.workflow;

/**
 * Something wrong in a definition.
 *
 * @param code upper snake case, such as {@code REF_UNKNOWN}
 * @param pointer JSON pointer of what is wrong; empty: the whole
 * @param line in the text, from 1; 0 where there is no text or it is JSON
 * @param message one line for people
 */
public record WorkflowError(String code, String pointer, int line, String message) {

    @Override
    public String toString() {
        String where = line > 0 ? "line " + line : pointer.isEmpty() ? "workflow" : pointer;
        return code + ": " + where + ": " + message;
    }
}
