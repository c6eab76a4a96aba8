package dev.actionbus.bench;

import static dev.actionbus.bench.load.TinyServer.COMPLETED;
import static dev.actionbus.bench.load.TinyServer.http;
import static org.awaitility.Awaitility.await;

import dev.actionbus.bench.load.TinyServer;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.Outcome;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.HttpSchemaRegistry;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.TopicLayout;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Completes every request at once: the outside of a bus without its inside. */
final class ToyBus implements BusUnderTest {

    static final int HOMES = 4;

    private static final List<String> SUBJECTS = Contract.SUBJECTS.stream().sorted().toList();
    private static final Pattern SUBJECT = Pattern.compile("POST /subjects/([^/ ]+)/versions ");
    private static final Pattern ID = Pattern.compile("GET /schemas/ids/(\\d+) ");
    private static final Pattern KEY = Pattern.compile("\nIdempotency-Key: (\\S+)\n");

    private final String bootstrap;
    private final TinyServer registry = new TinyServer(ToyBus::schemas);
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final TinyServer gateway = new TinyServer(this::submit);
    private final Thread ledger;
    private volatile boolean open = true;

    ToyBus(String bootstrap) throws IOException {
        this.bootstrap = bootstrap;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            // A broker may describe a new topic a moment after its controller has made it.
            TopicLayout layout = new TopicLayout(Topics.DEFAULT, HOMES, HOMES, (short) 1);
            await().ignoreExceptionsInstanceOf(KafkaException.class)
                    .until(() -> layout.provision(admin) == HOMES);
        }
        ledger = Thread.ofPlatform().daemon().start(this::decide);
    }

    private static String schemas(String request) {
        Matcher subject = SUBJECT.matcher(request);
        if (subject.find()) {
            return http(200, "{\"id\":" + (SUBJECTS.indexOf(subject.group(1)) + 1) + "}");
        }
        Matcher id = ID.matcher(request);
        if (!id.find()) {
            return http(404, "{}");
        }
        String schema = Contract.schemaJson(SUBJECTS.get(Integer.parseInt(id.group(1)) - 1));
        String quoted = schema.replace("\\", "\\\\").replace("\"", "\\\"");
        return http(200, "{\"schema\":\"" + quoted + "\"}");
    }

    private String submit(String request) {
        Matcher key = KEY.matcher(request);
        if (!key.find()) {
            return http(400, "{}");
        }
        return keys.add(key.group(1))
                ? http(200, COMPLETED)
                : http(200, COMPLETED, "Idempotency-Replayed: true");
    }

    private void decide() {
        RecordCodec codec =
                new RecordCodec(
                        new HttpSchemaRegistry(
                                Map.of("schema.registry.url", registry.url().toString())));
        Set<String> known = ConcurrentHashMap.newKeySet();
        Map<String, Object> properties =
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "group.id", "toy",
                        "auto.offset.reset", "earliest");
        try (var requests =
                        new KafkaConsumer<>(
                                properties,
                                new ByteArrayDeserializer(),
                                new ByteArrayDeserializer());
                var events =
                        new KafkaProducer<>(
                                Map.<String, Object>of("bootstrap.servers", bootstrap),
                                new ByteArraySerializer(),
                                new ByteArraySerializer())) {
            requests.subscribe(List.of(Topics.DEFAULT.requests()));
            while (open) {
                for (ConsumerRecord<byte[], byte[]> it : requests.poll(Duration.ofMillis(50))) {
                    for (SpecificRecord event : decided(known, request(codec, it))) {
                        var unused =
                                events.send(
                                        new ProducerRecord<>(
                                                Topics.DEFAULT.events(),
                                                it.partition(),
                                                it.key(),
                                                codec.encode(event)));
                    }
                }
            }
        }
    }

    private static ActionRequested request(RecordCodec codec, ConsumerRecord<byte[], byte[]> it) {
        var decoded = (RecordCodec.Decoded.Readable) codec.decode(it.value(), Contract.REQUESTS);
        return (ActionRequested) decoded.value();
    }

    private static List<SpecificRecord> decided(Set<String> known, ActionRequested request) {
        Instant at = request.getRequestedAt();
        if (known.add(request.getActionId())) {
            return List.of(
                    new ActionAccepted(request, "f", at, null, 1, 1),
                    new ActionCompleted(
                            request.getActionId(),
                            request.getIntent(),
                            "c",
                            1,
                            null,
                            "{}",
                            List.of(),
                            at));
        }
        return List.of(
                new DuplicateObserved(
                        request.getActionId(),
                        request.getRequestId(),
                        "p",
                        "c",
                        "r",
                        ActionStatus.COMPLETED,
                        new Outcome(1, "{}", null, at),
                        at));
    }

    @Override
    public String bootstrapServers() {
        return bootstrap;
    }

    @Override
    public URI baseUrl() {
        return gateway.url();
    }

    @Override
    public URI schemaRegistryUrl() {
        return registry.url();
    }

    @Override
    public ProcessHandle process() {
        return ProcessHandle.current();
    }

    @Override
    public void close() {
        open = false;
        try {
            ledger.join(Duration.ofSeconds(5));
            gateway.close();
            registry.close();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
