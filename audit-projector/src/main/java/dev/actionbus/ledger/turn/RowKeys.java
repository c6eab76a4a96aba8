package dev.actionbus.ledger.turn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the rows of a limit lie. Its own row has its name as key, so that limits can be listed by
 * the beginning of their names; all others begin with the name behind its length.
 */
final class RowKeys {

    /** How a limit stands ({@link LimitRow}). */
    static final byte LIMIT = 'h';

    /** How a tenant stands at a limit ({@link TenantRow}). */
    static final byte TENANT = 't';

    /** That an action has a turn, or waits for one ({@link MemberRow}). */
    static final byte MEMBER = 'm';

    /** Who waits ({@link QueueRow}): by priority, tenant, order of asking. */
    private static final byte QUEUE = 'q';

    /** When turns of a rate were given. */
    private static final byte GIVEN = 'g';

    private static final int HIGHEST_PRIORITY = 100;

    private RowKeys() {}

    static byte[] limit(String limit) {
        byte[] name = utf8(limit);
        return ByteBuffer.allocate(1 + name.length).put(LIMIT).put(name).array();
    }

    static String limitIn(byte[] limitKey) {
        return text(Arrays.copyOfRange(limitKey, 1, limitKey.length));
    }

    static byte[] tenant(String limit, String tenant) {
        return under(TENANT, limit, utf8(tenant));
    }

    /** The limit of a tenant's row. */
    static String limitOfTenant(byte[] tenantKey) {
        ByteBuffer key = ByteBuffer.wrap(tenantKey, 1, tenantKey.length - 1);
        byte[] name = new byte[key.getShort() & 0xFFFF];
        key.get(name);
        return text(name);
    }

    static String tenantIn(byte[] tenantKey) {
        int name = ByteBuffer.wrap(tenantKey, 1, Short.BYTES).getShort() & 0xFFFF;
        return text(Arrays.copyOfRange(tenantKey, 1 + Short.BYTES + name, tenantKey.length));
    }

    static byte[] member(String limit, String actionId) {
        return under(MEMBER, limit, utf8(actionId));
    }

    static byte[] queue(String limit, int priority, String tenant, long place) {
        byte[] name = utf8(tenant);
        return under(
                QUEUE,
                limit,
                ByteBuffer.allocate(2 + name.length + Long.BYTES)
                        .put((byte) (HIGHEST_PRIORITY - priority))
                        .put((byte) name.length)
                        .put(name)
                        .putLong(place)
                        .array());
    }

    static long placeIn(byte[] queueKey) {
        return ByteBuffer.wrap(queueKey).getLong(queueKey.length - Long.BYTES);
    }

    static byte[] given(String limit, long number) {
        return under(GIVEN, limit, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private static byte[] under(byte kind, String limit, byte[] rest) {
        byte[] name = utf8(limit);
        return ByteBuffer.allocate(1 + Short.BYTES + name.length + rest.length)
                .put(kind)
                .putShort((short) name.length)
                .put(name)
                .put(rest)
                .array();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
