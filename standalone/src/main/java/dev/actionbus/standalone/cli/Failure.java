package dev.actionbus.standalone.cli;

/** A command that can not do what was asked: a code, what, where, and a hint. */
final class Failure extends RuntimeException {

    static final int USAGE = 2;
    static final int ENVIRONMENT = 3;
    static final int REFUSED = 4;
    static final int UNVERIFIED = 5;

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final String code;
    private final String hint;

    private Failure(int exitCode, String code, String message, String hint) {
        super(message);
        this.exitCode = exitCode;
        this.code = code;
        this.hint = hint;
    }

    static Failure usage(String code, String message, String hint) {
        return new Failure(USAGE, code, message, hint);
    }

    static Failure environment(String code, String message, String hint) {
        return new Failure(ENVIRONMENT, code, message, hint);
    }

    static Failure refused(String code, String message, String hint) {
        return new Failure(REFUSED, code, message, hint);
    }

    /** What is there is not what was signed. */
    static Failure unverified(String code, String message, String hint) {
        return new Failure(UNVERIFIED, code, message, hint);
    }

    int exitCode() {
        return exitCode;
    }

    /** {@code error[CODE]: what} and the hint below it. */
    String text() {
        return "error[" + code + "]: " + getMessage() + (hint.isEmpty() ? "" : "\n  hint: " + hint);
    }
}
