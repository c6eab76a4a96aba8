package dev.actionbus.action;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * An order to the ledger about an action that is there. Who gave it and why is on record for ever.
 * Giving it again with the same request id changes nothing.
 *
 * @param kind what is to be done
 * @param actionId with which action
 * @param requestId names this order
 * @param principal who gives it, as authenticated
 * @param reason why; one line for people, 1 to 1000 characters
 */
public record Order(
        Kind kind, ActionId actionId, String requestId, String principal, String reason) {

    private static final int LONGEST_REASON = 1000;

    /** What can be ordered. */
    public enum Kind {
        /** An open action ends now; an attempt that runs is stopped. */
        CANCEL,
        /** A paused or waiting action is tried again now. */
        RETRY,
        /** An action that ended without a result is open again: a new round. */
        REDRIVE,
        /** The next request with an ended action's key is a new round, whatever it asks for. */
        RELEASE_KEY
    }

    public Order {
        requireReason(reason);
    }

    /**
     * @throws InvalidRequest no order can have this reason
     */
    public static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw InvalidRequest.of("REASON_MISSING", "an order has a reason");
        }
        if (reason.length() > LONGEST_REASON) {
            throw InvalidRequest.of(
                    "REASON_INVALID", "a reason has at most " + LONGEST_REASON + " characters");
        }
    }

    /** An order nobody gave before. */
    public static Order of(Kind kind, ActionId actionId, String principal, String reason) {
        String requestId = UuidCreator.getTimeOrderedEpoch().toString();
        return new Order(kind, actionId, requestId, principal, reason);
    }

    /** The request id that goes with a caller's own name for the order; always the same one. */
    public static String requestId(Kind kind, ActionId actionId, IdempotencyKey key) {
        ByteBuffer digest =
                ByteBuffer.wrap(
                        Digests.sha256OfParts("order", kind.name(), actionId.value(), key.value()));
        long high = (digest.getLong() & ~0xF000L) | 0x8000L;
        long low = (digest.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
