package dev.actionbus.payload;

import org.jspecify.annotations.Nullable;

/** A large payload can not be had, with a code for machines and one line for people. */
public final class PayloadTrouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean passing;

    private PayloadTrouble(
            String code, String message, boolean passing, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.passing = passing;
    }

    /** The store does not answer; another time it may. */
    public static PayloadTrouble unavailable(String message, Throwable cause) {
        return new PayloadTrouble("PAYLOAD_UNAVAILABLE", message, true, cause);
    }

    static PayloadTrouble missing(String digest) {
        return new PayloadTrouble(
                "PAYLOAD_MISSING", "the store has nothing under " + digest, true, null);
    }

    static PayloadTrouble corrupt(String digest) {
        return new PayloadTrouble(
                "PAYLOAD_CORRUPT",
                "what the store has under " + digest + " is not that",
                false,
                null);
    }

    static PayloadTrouble noStore() {
        return new PayloadTrouble(
                "PAYLOAD_STORE_MISSING",
                "this process has no store for large payloads",
                false,
                null);
    }

    static PayloadTrouble tooLarge(long bytes) {
        return new PayloadTrouble(
                "PAYLOAD_TOO_LARGE",
                bytes + " bytes; a payload has at most " + Payloads.LARGEST,
                false,
                null);
    }

    /** Upper snake case. */
    public String code() {
        return code;
    }

    /** Whether to try again helps. */
    public boolean passing() {
        return passing;
    }
}
