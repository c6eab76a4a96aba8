package dev.actionbus.standalone.node;

/** The process can not run as asked, and what to do about it is clear. */
public final class NodeFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    public NodeFailure(String code, String message) {
        super(message);
        this.code = code;
    }

    public NodeFailure(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Upper snake case, such as {@code KAFKA_UNREACHABLE}. */
    public String code() {
        return code;
    }
}
