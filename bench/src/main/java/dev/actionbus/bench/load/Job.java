package dev.actionbus.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * The n-th action of a run: the same for every load, another key and other parameters for every n.
 *
 * @param run makes keys of different runs different
 */
public record Job(String run) {

    public static final String NAME = "echo";
    static final int CHAIN_BYTES = 400;

    private static final int PARAMS_CHARS = 200;
    private static final int POOL = 1 << 16;
    private static final byte[] LETTERS = letters();

    String key(long n) {
        return "bench-" + run + "-" + n;
    }

    /** A JSON object of 200 characters. */
    String params(long n) {
        String head = "{\"n\":" + n + ",\"text\":\"";
        int rest = PARAMS_CHARS - head.length() - 2;
        return head + new String(LETTERS, place(n, rest), rest, StandardCharsets.US_ASCII) + "\"}";
    }

    /** What travels through the bare chain for it: 400 bytes, n in front. */
    byte[] chainValue(long n) {
        ByteBuffer value = ByteBuffer.allocate(CHAIN_BYTES).putLong(n);
        value.put(LETTERS, place(n, value.remaining()), value.remaining());
        return value.array();
    }

    /** Deterministic and spread, so that neighbours do not compress to nothing. */
    private static int place(long n, int length) {
        return (int) Math.floorMod(n * 0x9E37_79B9_7F4AL, (long) (POOL - length));
    }

    private static byte[] letters() {
        Random random = new Random(42);
        byte[] pool = new byte[POOL];
        for (int i = 0; i < POOL; i++) {
            pool[i] = (byte) ('a' + random.nextInt(26));
        }
        return pool;
    }
}
