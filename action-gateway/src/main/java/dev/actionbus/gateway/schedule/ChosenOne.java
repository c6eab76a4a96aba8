package dev.actionbus.gateway.schedule;

import dev.actionbus.client.BusConfig;
import dev.actionbus.wire.TopicLayout;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works in one process of many: the one that Kafka gives the only partition of a topic in a
 * consumer group. Two may believe it for a moment, so what they do must be safe to do twice.
 */
final class ChosenOne {

    private static final Logger log = LoggerFactory.getLogger(ChosenOne.class);
    private static final Duration TICK = Duration.ofMillis(250);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Runnable work;
    private final Thread thread;
    private volatile boolean open = true;
    private volatile boolean here;

    /**
     * @param work done every quarter of a second while this process is the one
     */
    ChosenOne(BusConfig config, Runnable work) {
        this.work = work;
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, TopicLayout.schedulerGroup(config.topics()));
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        consumer = new KafkaConsumer<>(properties, bytes, bytes);
        consumer.subscribe(List.of(config.topics().schedules()));
        thread = new Thread(this::turn, "actionbus-fire");
        thread.setDaemon(true);
        thread.start();
    }

    boolean isChosen() {
        return here;
    }

    private void turn() {
        try (consumer) {
            while (open) {
                try {
                    var unused = consumer.poll(TICK); // keeps the place; the records are not ours
                    here = !consumer.assignment().isEmpty();
                    if (here) {
                        work.run();
                    }
                } catch (RetriableException e) {
                    log.warn("not known who fires schedules: {}", e.toString());
                }
            }
        } catch (WakeupException e) {
            log.debug("closing");
        } catch (KafkaException e) {
            log.error("this process fires no schedules any more", e);
        } finally {
            here = false;
        }
    }

    void close(Duration patience) {
        open = false;
        consumer.wakeup();
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
