package dev.actionbus.executor;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends reports until they are acknowledged: a result must never be lost, and a handler is never
 * run again because Kafka failed. A report may so arrive twice; the ledger takes the first.
 */
final class ReportSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);
    private static final Duration BEFORE_RESEND = Duration.ofMillis(500);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private final Tally tally;
    private final ScheduledExecutorService resends =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("actionbus-executor-resends").factory());
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition acknowledged = lock.newCondition();
    private int unacknowledged;
    private volatile Producer<byte[], byte[]> producer;

    ReportSender(KafkaClients clients, Tally tally) {
        this.clients = clients;
        this.tally = tally;
        this.producer = clients.reports();
    }

    void send(ProducerRecord<byte[], byte[]> report) {
        count(1);
        attempt(report);
    }

    /** For what is worthless later. */
    void sendOnce(ProducerRecord<byte[], byte[]> report) {
        try {
            var unused =
                    producer.send(
                            report,
                            (metadata, e) -> {
                                if (e != null) {
                                    LOG.info("reports: not sent: {}", e.toString());
                                }
                            });
        } catch (RuntimeException e) {
            LOG.info("reports: not sent: {}", e.toString());
        }
    }

    /** Whether everything was acknowledged within the time. */
    boolean awaitAcknowledged(Duration atMost) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(atMost);
        lock.lock();
        try {
            while (unacknowledged > 0 && left > 0) {
                left = acknowledged.awaitNanos(left);
            }
            return unacknowledged == 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        resends.shutdownNow();
        producer.close(FAREWELL);
    }

    private void attempt(ProducerRecord<byte[], byte[]> report) {
        Producer<byte[], byte[]> with = producer;
        try {
            var unused =
                    with.send(
                            report,
                            (metadata, e) -> {
                                if (e == null) {
                                    count(-1);
                                } else {
                                    again(report, with, e);
                                }
                            });
        } catch (RuntimeException e) {
            again(report, with, e);
        }
    }

    private void again(
            ProducerRecord<byte[], byte[]> report, Producer<byte[], byte[]> with, Exception e) {
        LOG.warn("reports: not acknowledged, sending again: {}", e.toString());
        try {
            var unused =
                    resends.schedule(
                            () -> {
                                replaceIfBroken(with, e);
                                attempt(report);
                            },
                            BEFORE_RESEND.toMillis(),
                            TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.error("reports: closed before {} was acknowledged; its lease decides", report);
        }
    }

    private void replaceIfBroken(Producer<byte[], byte[]> with, Exception e) {
        if (!producer.equals(with) || KafkaFailure.reporterSurvives(e)) {
            return;
        }
        try {
            producer = clients.reports();
            tally.rebuilt();
            LOG.warn("reports: made a new producer after {}", e.toString());
            with.close(FAREWELL);
        } catch (RuntimeException cause) {
            LOG.warn("reports: no new producer yet", cause);
        }
    }

    private void count(int change) {
        lock.lock();
        try {
            unacknowledged += change;
            acknowledged.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
