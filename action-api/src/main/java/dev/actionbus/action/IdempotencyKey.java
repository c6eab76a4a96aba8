package dev.actionbus.action;

import com.github.f4b6a3.uuid.UuidCreator;

/**
 * The caller's name for one intent: requests of one tenant, action name and key are one action.
 *
 * @param value 1 to 255 visible ASCII characters (IETF draft Idempotency-Key header)
 */
public record IdempotencyKey(String value) {

    public IdempotencyKey {
        if (value.isEmpty()
                || value.length() > 255
                || !value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw InvalidRequest.of(
                    "IDEMPOTENCY_KEY_INVALID", "a key is 1 to 255 visible ASCII characters");
        }
    }

    /** A key nobody used before (UUIDv7): every submit is an action of its own. */
    public static IdempotencyKey random() {
        return new IdempotencyKey(UuidCreator.getTimeOrderedEpoch().toString());
    }

    /** A key made of the content: same name, version and params, same action. */
    public static IdempotencyKey ofContent(String name, int version, String params) {
        return new IdempotencyKey("content-" + Fingerprint.of(name, version, params));
    }
}
