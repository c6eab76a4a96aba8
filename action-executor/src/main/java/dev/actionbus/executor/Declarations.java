package dev.actionbus.executor;

import dev.actionbus.client.DeclaredHandlers;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.executor.handler.Handler;
import dev.actionbus.executor.handler.HandlerCatalog;
import dev.actionbus.payload.ParamsSchema;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Translate;
import dev.actionbus.wire.WholeTopic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the bus what this executor can perform, in the background. Writes only what is not on the
 * handlers topic already, whoever declared it, so a restart writes nothing. What a catalog no
 * longer has stays declared: others may have it.
 */
final class Declarations implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Declarations.class);
    private static final String ONLY_POOL = "default";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(2);

    private final ExecutorSettings settings;
    private final KafkaClients clients;
    private final RecordCodec codec;
    private final ReportSender sender;
    private final Clock clock;
    private final AtomicReference<HandlerCatalog> latest = new AtomicReference<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("actionbus-executor-handlers").factory());

    Declarations(
            ExecutorSettings settings,
            KafkaClients clients,
            RecordCodec codec,
            ReportSender sender,
            Clock clock) {
        this.settings = settings;
        this.clients = clients;
        this.codec = codec;
        this.sender = sender;
        this.clock = clock;
    }

    /** Soon; if it fails, again, until a newer catalog is declared. */
    void declare(HandlerCatalog catalog) {
        latest.set(catalog);
        schedule(catalog, Duration.ZERO);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void schedule(HandlerCatalog catalog, Duration delay) {
        try {
            var unused =
                    thread.schedule(() -> write(catalog), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.info("handlers: closed before they were declared");
        }
    }

    private void write(HandlerCatalog catalog) {
        if (!catalog.equals(latest.get())) {
            return;
        }
        try {
            Map<String, HandlerDeclared> present = present();
            for (Handler handler : catalog.handlers()) {
                String key = DeclaredHandlers.key(handler.name(), handler.version());
                if (!says(present.get(key), handler)) {
                    LOG.info("handlers: declaring {}", key);
                    HandlerDeclared record =
                            record(handler, settings.instanceId(), clock.instant());
                    sender.send(
                            new ProducerRecord<>(
                                    settings.topics().handlers(),
                                    key.getBytes(StandardCharsets.UTF_8),
                                    codec.encode(record)));
                }
            }
        } catch (RuntimeException e) {
            recover(catalog, e);
        }
    }

    private void recover(HandlerCatalog catalog, RuntimeException cause) {
        switch (KafkaFailure.whileReading(cause)) {
            case ABORT, IN_DOUBT, REBUILD, OFFSETS_MISSING -> {
                LOG.warn("handlers: not declared yet: {}", cause.toString());
                schedule(catalog, BEFORE_NEXT_TRY);
            }
            case FATAL -> LOG.error("handlers: Kafka refuses to have them declared", cause);
        }
    }

    private Map<String, HandlerDeclared> present() {
        Map<String, HandlerDeclared> present = new HashMap<>();
        try (WholeTopic topic = WholeTopic.open(clients.whole(), settings.topics().handlers())) {
            do {
                topic.poll(POLL).forEach(record -> DeclaredHandlers.apply(record, codec, present));
            } while (!topic.caughtUp() && !thread.isShutdown());
        }
        return present;
    }

    private static HandlerDeclared record(Handler handler, String executor, Instant at) {
        String kind =
                switch (handler.kind()) {
                    case IN_PROCESS -> "JAVA";
                    case PROCESS -> "PROCESS";
                    case HTTP -> "HTTP";
                };
        return new HandlerDeclared(
                handler.name(),
                handler.version(),
                ONLY_POOL,
                kind,
                Translate.toRecord(handler.mode()),
                Translate.toRecord(handler.retry()),
                handler.timeout().toMillis(),
                handler.settings().throttle().concurrencyDeclared(),
                handler.settings().throttle().rateDeclared(),
                handler.settings().params().map(ParamsSchema::text).orElse(null),
                executor,
                at,
                handler.settings().throttle().poolDeclared());
    }

    /** Whoever said it, and whenever. */
    private static boolean says(@Nullable HandlerDeclared present, Handler handler) {
        return present != null
                && record(handler, present.getExecutor(), present.getAt()).equals(present);
    }
}
