package dev.actionbus.executor;

import dev.actionbus.action.InvalidRequest;
import dev.actionbus.event.AttemptRevoked;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import dev.actionbus.wire.WholeTopic;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that follows the revocations topic from its beginning: remembers what is revoked, and
 * stops it if it runs here. Whatever fails, it reads all again, which changes nothing.
 */
final class RevocationFeed implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationFeed.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BEFORE_REOPENING = Duration.ofMillis(500);

    private final KafkaClients clients;
    private final String topic;
    private final RecordCodec codec;
    private final Revocations revocations;
    private final RunningAttempts attempts;
    private final LongSupplier nanoTime;
    private final CountDownLatch read = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable RuntimeException refusal;

    RevocationFeed(
            KafkaClients clients,
            String topic,
            RecordCodec codec,
            Revocations revocations,
            RunningAttempts attempts,
            LongSupplier nanoTime) {
        this.clients = clients;
        this.topic = topic;
        this.codec = codec;
        this.revocations = revocations;
        this.attempts = attempts;
        this.nanoTime = nanoTime;
    }

    /** Whether all has been read once that was there; before that, nothing may be begun. */
    boolean awaitRead(Duration atMost) throws InterruptedException {
        return read.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Why no repetition helps; empty while all is well. */
    Optional<RuntimeException> refusal() {
        return Optional.ofNullable(refusal);
    }

    void stop() {
        stopping.countDown();
    }

    @Override
    public void run() {
        while (stopping.getCount() > 0 && refusal == null) {
            try (WholeTopic all = WholeTopic.open(clients.whole(), topic)) {
                follow(all);
            } catch (RuntimeException e) {
                recover(KafkaFailure.whileReading(e), e);
            }
        }
    }

    private void follow(WholeTopic all) {
        while (stopping.getCount() > 0) {
            all.poll(POLL).forEach(this::read);
            if (read.getCount() > 0 && all.caughtUp()) {
                LOG.info("revocations: {} attempts are not to begin", revocations.size());
                read.countDown();
            }
        }
    }

    private void recover(KafkaFailure kind, RuntimeException cause) {
        switch (kind) {
            case ABORT, IN_DOUBT, REBUILD, OFFSETS_MISSING -> {
                LOG.warn("revocations: reading them again, {}: {}", kind, cause.toString());
                nap();
            }
            case FATAL -> refusal = cause;
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        Decoded decoded = codec.decode(record.value(), Contract.REVOCATIONS);
        if (decoded instanceof Decoded.Readable(AttemptRevoked revoked)) {
            apply(record, revoked);
        } else {
            unreadable(record, decoded.toString());
        }
    }

    /** Remembered first: what is claimed meanwhile finds it when it is about to begin. */
    private void apply(ConsumerRecord<byte[], byte[]> record, AttemptRevoked revoked) {
        try {
            revocations.add(revoked, record.timestamp());
        } catch (InvalidRequest e) {
            unreadable(record, e.code());
            return;
        }
        attempts.stop(revoked, nanoTime.getAsLong());
    }

    private static void unreadable(ConsumerRecord<byte[], byte[]> record, String why) {
        LOG.error(
                "revocations: {}-{}@{} can not be read: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                why);
    }

    private void nap() {
        try {
            var unused = stopping.await(BEFORE_REOPENING.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            stopping.countDown();
        }
    }
}
