package dev.actionbus.executor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a record nobody can read: its key and bytes, and in headers where it lay and what was
 * wrong. Bytes beyond 900,000 are cut off, or a record as large as the broker allows could not be
 * put aside with its headers and would block its partition for ever.
 */
final class DeadLetter {

    private static final int MAX_BYTES = 900_000;

    private DeadLetter() {}

    static ProducerRecord<byte[], byte[]> of(Task.Unreadable task, String topic) {
        ConsumerRecord<byte[], byte[]> source = task.record();
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topic, source.key(), bounded(source.value()));
        header(letter, "reason-code", task.code());
        header(letter, "reason-detail", task.detail());
        header(letter, "source-topic", source.topic());
        header(letter, "source-partition", String.valueOf(source.partition()));
        header(letter, "source-offset", String.valueOf(source.offset()));
        header(letter, "source-bytes", String.valueOf(source.serializedValueSize()));
        return letter;
    }

    private static byte @Nullable [] bounded(byte @Nullable [] value) {
        return value == null || value.length <= MAX_BYTES ? value : Arrays.copyOf(value, MAX_BYTES);
    }

    private static void header(ProducerRecord<?, ?> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
