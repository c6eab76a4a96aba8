package dev.actionbus.action;

/**
 * A request that can not be an action, with a code for machines and one line for people. Nothing
 * was sent.
 */
public final class InvalidRequest extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String code;

    private InvalidRequest(String code, String message) {
        super(message);
        this.code = code;
    }

    public static InvalidRequest of(String code, String message) {
        return new InvalidRequest(code, message);
    }

    /** Upper snake case, such as {@code NAME_INVALID}. */
    public String code() {
        return code;
    }
}
