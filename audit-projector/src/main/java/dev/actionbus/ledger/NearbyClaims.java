package dev.actionbus.ledger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * The claims that the ledger's open transactions carry. They become attempts when the transaction
 * has committed and are forgotten when it has not, or when nobody knows: then their leases decide,
 * as they do for an executor that dies.
 *
 * <p>Kafka Streams has one transactional producer a thread with {@code exactly_once_v2}, and calls
 * it on that thread only. So the claims made on a thread belong to the transaction that this
 * thread's producer ends next.
 */
public final class NearbyClaims {

    private final NearbyExecutor executor;
    private final ThreadLocal<Queue<NearbyExecutor.Claim>> open =
            ThreadLocal.withInitial(ArrayDeque::new);

    public NearbyClaims(NearbyExecutor executor) {
        this.executor = executor;
    }

    /**
     * Asks for what a step grants. Only for a request: its transaction moves the request's offset,
     * so a ledger that has been replaced can not commit it.
     */
    Optional<NearbyExecutor.Claim> claim(Step admission) {
        for (Step.Output output : admission.outputs()) {
            if (output instanceof Step.Output.Grant grant) {
                return executor.claim(grant.record());
            }
        }
        return Optional.empty();
    }

    /** Makes a claim part of the transaction in which it is written, from then on. */
    void carry(NearbyExecutor.Claim claim, Runnable write) {
        boolean written = false;
        try {
            write.run();
            written = true;
        } finally {
            if (!written) {
                claim.dropped();
            }
        }
        open.get().add(claim);
    }

    /** Makes the clients of a Kafka Streams application whose commits decide about the claims. */
    public DefaultKafkaClientSupplier clients() {
        return new DefaultKafkaClientSupplier() {
            @Override
            public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
                return new Watched(config);
            }
        };
    }

    private void end(Consumer<NearbyExecutor.Claim> fate) {
        Queue<NearbyExecutor.Claim> claims = open.get();
        for (var claim = claims.poll(); claim != null; claim = claims.poll()) {
            fate.accept(claim);
        }
    }

    /** Kafka's producer, which also says how its transactions end. */
    private final class Watched extends KafkaProducer<byte[], byte[]> {

        private final ExecutorService flusher =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("actionbus-flush").factory());

        Watched(Map<String, Object> config) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
        }

        /**
         * Begins to send and does not wait: the offsets go beside the records. The commit waits for
         * both, and fails if either has.
         */
        @Override
        public void flush() {
            flusher.execute(super::flush);
        }

        @Override
        public void commitTransaction() {
            try {
                super.commitTransaction();
            } catch (RuntimeException e) {
                end(NearbyExecutor.Claim::dropped);
                throw e;
            }
            end(NearbyExecutor.Claim::committed);
        }

        @Override
        public void abortTransaction() {
            end(NearbyExecutor.Claim::dropped);
            super.abortTransaction();
        }

        @Override
        public void close(Duration timeout) {
            end(NearbyExecutor.Claim::dropped);
            super.close(timeout);
            flusher.shutdown();
        }
    }
}
