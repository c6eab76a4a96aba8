package dev.actionbus.client;

import dev.actionbus.action.ActionOutcome;
import dev.actionbus.action.OutcomeListener;
import dev.actionbus.wire.CloudEvents;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.EventId;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RegistryUnavailable;
import dev.actionbus.wire.Translate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows every partition of the event log from the moment of its start, and tells waiting
 * submissions and listeners. One thread; decodes only what somebody waits for.
 */
final class EventFeed implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventFeed.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordCodec codec;
    private final PendingSubmissions pending;
    private final CausedEvents caused;
    private final List<OutcomeListener> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean open = true;

    /** Returns when the feed has its place: nothing written afterwards is missed. */
    EventFeed(
            BusConfig config, RecordCodec codec, PendingSubmissions pending, CausedEvents caused) {
        this.codec = codec;
        this.pending = pending;
        this.caused = caused;
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        consumer = new KafkaConsumer<>(properties, bytes, bytes);
        List<TopicPartition> partitions =
                consumer.partitionsFor(config.topics().events()).stream()
                        .map(p -> new TopicPartition(p.topic(), p.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = new Thread(this::follow, "actionbus-events");
        thread.setDaemon(true);
        thread.start();
    }

    Following listen(OutcomeListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void follow() {
        try (consumer) {
            while (open) {
                try {
                    consumer.poll(POLL).forEach(this::read);
                } catch (RetriableException | RegistryUnavailable e) {
                    log.warn("the event log can not be read at the moment: {}", e.toString());
                }
            }
        } catch (WakeupException e) {
            log.debug("closing");
        } catch (KafkaException e) {
            log.error("the event feed has ended", e);
            pending.failAll(e);
            caused.failAll(e);
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> event) {
        String actionId = new String(event.key(), StandardCharsets.UTF_8);
        pending.passed(actionId, event.offset());
        boolean awaited = pending.awaits(actionId) || caused.awaits(actionId);
        if (!awaited && listeners.isEmpty()) {
            return;
        }
        RecordCodec.Decoded decoded = codec.decode(event.value(), Contract.EVENTS);
        if (decoded instanceof RecordCodec.Decoded.Readable readable) {
            Optional<ActionOutcome> outcome = Translate.outcome(readable.value());
            pending.on(readable.value(), outcome);
            CloudEvents.id(event.headers())
                    .ifPresent(
                            id -> caused.on(actionId, EventId.parse(id).cause(), readable.value()));
            outcome.ifPresent(end -> listeners.forEach(listener -> tell(listener, end)));
        } else {
            log.warn(
                    "{}-{}@{} is not an event this version knows: {}",
                    event.topic(),
                    event.partition(),
                    event.offset(),
                    decoded);
        }
    }

    private static void tell(OutcomeListener listener, ActionOutcome outcome) {
        try {
            listener.onOutcome(outcome);
        } catch (RuntimeException e) {
            log.error("a listener failed on {}", outcome.actionId(), e);
        }
    }

    @Override
    public void close() {
        open = false;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
