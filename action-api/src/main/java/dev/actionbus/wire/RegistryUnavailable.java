package dev.actionbus.wire;

/**
 * The schema registry did not answer. Says nothing about any record: never a reason to skip one.
 */
public final class RegistryUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RegistryUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
