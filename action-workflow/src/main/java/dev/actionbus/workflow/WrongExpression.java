package dev.actionbus.workflow;

/** A text that is no expression, or reads what is not there. */
public final class WrongExpression extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String code;

    WrongExpression(String code, String message) {
        super(message);
        this.code = code;
    }

    /** {@code EXPRESSION_INVALID} or {@code REF_UNKNOWN}. */
    public String code() {
        return code;
    }
}
