package dev.actionbus.action;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.ByteBuffer;
import java.util.Optional;
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
 * @param detail what the kind needs to know besides
 */
public record Order(
        Kind kind,
        ActionId actionId,
        String requestId,
        String principal,
        String reason,
        Detail detail) {

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
        RELEASE_KEY,
        /** A run that ended without a result goes on from where it failed: a new round. */
        RESUME,
        /** Steps of a run that wait for a signal or a decision are told. */
        SIGNAL
    }

    /** What an order says besides who, what and why. */
    public sealed interface Detail {

        /** Nothing. */
        record None() implements Detail {}

        /**
         * Of {@link Kind#RESUME}.
         *
         * @param fromStep this step is done again, with all that depends on it; empty: those that
         *     failed
         * @param definition the run goes on with this one, a snapshot as JSON; empty: the same
         */
        record Resume(Optional<String> fromStep, Optional<String> definition) implements Detail {}

        /**
         * Of {@link Kind#SIGNAL}.
         *
         * @param name of the signal, or of the step that waits for a decision
         * @param approved the decision; empty: it is a signal
         * @param payload JSON that a signal brings
         */
        record Word(String name, Optional<Boolean> approved, Optional<String> payload)
                implements Detail {}
    }

    public Order {
        requireReason(reason);
        boolean fits =
                switch (kind) {
                    case RESUME -> detail instanceof Detail.Resume;
                    case SIGNAL -> detail instanceof Detail.Word;
                    case CANCEL, RETRY, REDRIVE, RELEASE_KEY -> detail instanceof Detail.None;
                };
        if (!fits) {
            throw new IllegalArgumentException(kind + " with " + detail);
        }
    }

    /** An order that needs no more than a reason. */
    public Order(Kind kind, ActionId actionId, String requestId, String principal, String reason) {
        this(kind, actionId, requestId, principal, reason, new Detail.None());
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
        return new Order(kind, actionId, newRequestId(), principal, reason);
    }

    /** Names an order nobody gave before. */
    public static String newRequestId() {
        return UuidCreator.getTimeOrderedEpoch().toString();
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
