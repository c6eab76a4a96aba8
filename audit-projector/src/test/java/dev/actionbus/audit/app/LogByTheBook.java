package dev.actionbus.audit.app;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The tree of a partition as docs/VERIFY.md and RFC 6962 say it, with none of our code. */
final class LogByTheBook {

    private final List<byte[]> leaves;

    /**
     * @param records all data records of one partition, in order
     */
    LogByTheBook(List<ConsumerRecord<byte[], byte[]>> records) {
        leaves = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            leaves.add(sha256(new byte[] {0}, entry(record, leaves.size())));
        }
    }

    int size() {
        return leaves.size();
    }

    /** Of the first records. */
    byte[] root(int size) {
        return root(leaves.subList(0, size));
    }

    /** RFC 6962, section 2.1.2: what makes the later tree continue the earlier one. */
    List<byte[]> consistency(int earlier, int later) {
        List<byte[]> proof = new ArrayList<>();
        subproof(earlier, leaves.subList(0, later), true, proof);
        return proof;
    }

    private static void subproof(int m, List<byte[]> d, boolean whole, List<byte[]> proof) {
        if (m == d.size()) {
            if (!whole) {
                proof.add(root(d));
            }
            return;
        }
        int k = Integer.highestOneBit(d.size() - 1);
        if (m <= k) {
            subproof(m, d.subList(0, k), whole, proof);
            proof.add(root(d.subList(k, d.size())));
        } else {
            subproof(m - k, d.subList(k, d.size()), false, proof);
            proof.add(root(d.subList(0, k)));
        }
    }

    private static byte[] root(List<byte[]> d) {
        if (d.size() == 1) {
            return d.getFirst();
        }
        int k = Integer.highestOneBit(d.size() - 1);
        return sha256(new byte[] {1}, root(d.subList(0, k)), root(d.subList(k, d.size())));
    }

    private static byte[] entry(ConsumerRecord<byte[], byte[]> record, long ordinal) {
        byte[] topic = record.topic().getBytes(StandardCharsets.UTF_8);
        return sha256(
                ByteBuffer.allocate(2 + topic.length + 12)
                        .putShort((short) topic.length)
                        .put(topic)
                        .putInt(record.partition())
                        .putLong(ordinal)
                        .array(),
                bytes(record.key()),
                bytes(record.value()));
    }

    private static byte[] bytes(byte @Nullable [] value) {
        return value == null
                ? ByteBuffer.allocate(4).putInt(-1).array()
                : ByteBuffer.allocate(4 + value.length).putInt(value.length).put(value).array();
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha256.update(part);
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
