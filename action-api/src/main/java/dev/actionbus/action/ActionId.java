package dev.actionbus.action;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * The stable id of an action over all its attempts: a UUIDv8 (RFC 9562) that anybody can compute
 * before the request is admitted, so that a repeated submit names the same action.
 *
 * <p>Layout: with {@code lp(s)} = 4-byte big-endian length and UTF-8 bytes of {@code s} (length -1
 * and no bytes when absent), the id is the first 16 bytes of {@code SHA-256(lp(tenant) lp(name)
 * lp(partitionKey) lp(idempotencyKey))}; with a partition key its first 4 bytes are those of {@code
 * SHA-256(lp(tenant) lp(partitionKey))} instead; version and variant bits are then set to 8 and 2.
 * Test vectors: {@code identity-vectors.json} in the schemas module.
 *
 * @param value lower-case canonical UUID text, 36 characters
 */
public record ActionId(String value) {

    public ActionId {
        UUID parsed = parse(value);
        if (parsed.version() != 8 || !parsed.toString().equals(value)) {
            throw InvalidRequest.of("ACTION_ID_INVALID", "an action id is a lower-case UUIDv8");
        }
    }

    public static ActionId of(Identity identity) {
        Optional<String> partitionKey = identity.partitionKey();
        byte[] id =
                Digests.sha256OfParts(
                        identity.tenant(),
                        identity.name(),
                        partitionKey.orElse(null),
                        identity.key().value());
        partitionKey.ifPresent(key ->
                System.arraycopy(Digests.sha256OfParts(identity.tenant(), key), 0, id, 0, 4));
        ByteBuffer bytes = ByteBuffer.wrap(id);
        long high = (bytes.getLong() & ~0xF000L) | 0x8000L;
        long low = (bytes.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new ActionId(new UUID(high, low).toString());
    }

    /** The 32 bits that decide the home partition. */
    public int placement() {
        return Integer.parseUnsignedInt(value, 0, 8, 16);
    }

    @Override
    public String toString() {
        return value;
    }

    private static UUID parse(String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException e) {
            throw InvalidRequest.of("ACTION_ID_INVALID", "an action id is a lower-case UUIDv8");
        }
    }
}
