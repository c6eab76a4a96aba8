package dev.actionbus.client;

/** The bus took the request but it will not be executed: a conflict, or it breaks a rule. */
public final class RequestRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    RequestRefused(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Upper snake case, such as {@code IDEMPOTENCY_KEY_CONFLICT}. */
    public String code() {
        return code;
    }
}
