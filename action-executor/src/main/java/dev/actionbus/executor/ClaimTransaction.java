package dev.actionbus.executor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One producer's transactions, each short and each with offsets: a zombie that commits without
 * offsets is not fenced. Poll thread only; no call blocks for more than {@code max.block.ms}, a
 * second, at each of its steps.
 */
final class ClaimTransaction implements AutoCloseable {

    /** What became of a transaction. */
    sealed interface Outcome {

        /** It is certainly committed. */
        record Committed() implements Outcome {}

        /** It is not, or not certainly. */
        record Failed(KafkaFailure kind, RuntimeException cause) implements Outcome {}
    }

    private final Producer<byte[], byte[]> producer;
    private boolean initialised;

    ClaimTransaction(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Ends what an earlier producer with the same id left open. May be called again after a
     * timeout.
     */
    void initialise() {
        producer.initTransactions();
        initialised = true;
    }

    boolean initialised() {
        return initialised;
    }

    int partitionsOf(String topic) {
        return producer.partitionsFor(topic).size();
    }

    Outcome commit(
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        try {
            producer.beginTransaction();
            for (ProducerRecord<byte[], byte[]> record : records) {
                // A failed send fails the commit too: its future has nothing to add.
                var unused = producer.send(record);
            }
            producer.sendOffsetsToTransaction(offsets, group);
        } catch (RuntimeException e) {
            return aborted(KafkaFailure.beforeCommit(e), e);
        }
        return commitAgain();
    }

    /** Asks for the commit of what is open; safe to repeat. */
    Outcome commitAgain() {
        try {
            producer.commitTransaction();
            return new Outcome.Committed();
        } catch (RuntimeException e) {
            return aborted(KafkaFailure.atCommit(e), e);
        }
    }

    private Outcome aborted(KafkaFailure kind, RuntimeException cause) {
        if (kind != KafkaFailure.ABORT) {
            return new Outcome.Failed(kind, cause);
        }
        try {
            producer.abortTransaction();
            return new Outcome.Failed(kind, cause);
        } catch (RuntimeException e) {
            e.addSuppressed(cause);
            return new Outcome.Failed(KafkaFailure.atAbort(e), e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
