package dev.actionbus.workflow;

/** An expression made more than it may. */
final class TooMuch extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooMuch(String message) {
        super(message);
    }
}
