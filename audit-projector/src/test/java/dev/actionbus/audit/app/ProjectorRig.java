package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.actionbus.action.ActionId;
import dev.actionbus.audit.app.LogQueries.Reply;
import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.SignedNote;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.ledger.NearbyExecutor;
import dev.actionbus.ledger.Samples;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A ledger with its view on topics of its own, and somebody who sends it records. */
final class ProjectorRig implements AutoCloseable {

    static final int HOMES = 2;
    static final String CLUSTER = "rig-cluster";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BusKafka kafka;
    private final Path data;
    private final Topics topics;
    private final RecordCodec codec;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Queue<Exception> unsent = new ConcurrentLinkedQueue<>();

    ProjectorRig(BusKafka kafka, Path data) {
        this.kafka = kafka;
        this.data = data;
        topics = kafka.freshTopics(HOMES);
        codec = new RecordCodec(kafka.registry());
        codec.registerAll();
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    Topics topics() {
        return topics;
    }

    RecordCodec codec() {
        return codec;
    }

    LogId log(int partition) {
        return new LogId(CLUSTER, topics.events(), partition);
    }

    /** With its state in this directory under the rig's own; the key is the same for all. */
    Projector start(String state) throws IOException, InterruptedException {
        return start(state, NearbyExecutor.NOBODY);
    }

    Projector start(String state, NearbyExecutor executor)
            throws IOException, InterruptedException {
        Projector projector = begin(state, executor);
        assertThat(projector.awaitRunning(PATIENCE)).isTrue();
        return projector;
    }

    /** Starts it; it may take as long as it likes. */
    Projector begin(String state, NearbyExecutor executor) throws IOException {
        return Projector.start(
                settings(state), codec, new Projector.Home(CLUSTER, HOMES), executor);
    }

    LedgerView view(Projector projector, String state) {
        return new LedgerView(projector, settings(state), HOMES);
    }

    LedgerLogs logs(Projector projector, String state) {
        return new LedgerLogs(projector, settings(state), codec, HOMES);
    }

    /** Three events each: accepted, completed, and a duplicate observed. */
    void complete(int from, int to) {
        for (int i = from; i < to; i++) {
            send(topics.requests(), request(i).getActionId(), request(i));
        }
        awaitEvents(from, to, 1);
        for (int i = from; i < to; i++) {
            String id = request(i).getActionId();
            send(topics.reports(), id, Samples.started(id, 1, "e1"));
            send(topics.reports(), id, Samples.succeeded(id, 1, "e1", "{}"));
        }
        awaitEvents(from, to, 2);
        for (int i = from; i < to; i++) {
            send(
                    topics.requests(),
                    request(i).getActionId(),
                    Samples.request("k" + i, "again", "{}"));
        }
        awaitEvents(from, to, 3);
    }

    /** Sends a record to the home of its action. */
    void tell(String topic, String id, SpecificRecord value) {
        send(topic, id, value);
    }

    /** Sends bytes that are no record to the home of an action. */
    void tellNonsense(String topic, String id) {
        int home = Placement.home(new ActionId(id), HOMES);
        send(new ProducerRecord<>(topic, home, null, new byte[] {7}));
    }

    static ActionRequested request(int number) {
        return Samples.request("k" + number, "r" + number, "{}");
    }

    /** The newest checkpoint of every partition that covers what is there. */
    List<SignedNote> awaitCheckpoints() {
        return List.of(awaitCheckpoint(0), awaitCheckpoint(1));
    }

    static JsonNode json(Reply reply) throws IOException {
        assertThat(reply.status()).as(() -> text(reply)).isEqualTo(Reply.OK);
        return JSON.readTree(reply.body());
    }

    static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
        assertThat(unsent).isEmpty();
    }

    private SignedNote awaitCheckpoint(int partition) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            long size =
                                    kafka.readAll(topics.events()).stream()
                                            .filter(it -> it.partition() == partition)
                                            .count();
                            return kafka.readAll(topics.checkpoints()).stream()
                                    .filter(it -> it.partition() == partition)
                                    .map(it -> new String(it.value(), StandardCharsets.UTF_8))
                                    .map(SignedNote::parse)
                                    .filter(it -> Checkpoint.parse(it.text()).head().size() == size)
                                    .findFirst();
                        },
                        found -> found.isPresent())
                .orElseThrow();
    }

    private void awaitEvents(int from, int to, int each) {
        Set<String> ids =
                IntStream.range(from, to)
                        .mapToObj(i -> request(i).getActionId())
                        .collect(Collectors.toSet());
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () ->
                                kafka.readAll(topics.events()).stream()
                                        .map(it -> new String(it.key(), StandardCharsets.UTF_8))
                                        .filter(ids::contains)
                                        .count(),
                        count -> count >= (long) each * (to - from));
    }

    private void send(String topic, String id, SpecificRecord value) {
        int home = Placement.home(new ActionId(id), HOMES);
        send(
                new ProducerRecord<>(
                        topic, home, id.getBytes(StandardCharsets.UTF_8), codec.encode(value)));
    }

    private void send(ProducerRecord<byte[], byte[]> message) {
        var unused =
                producer.send(
                        message,
                        (_, failure) -> {
                            if (failure != null) {
                                unsent.add(failure);
                            }
                        });
    }

    private ProjectorSettings settings(String state) {
        return new ProjectorSettings(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                topics,
                data.resolve(state),
                data.resolve("keys").resolve("log.key"),
                "127.0.0.1:1",
                Duration.ofMinutes(5),
                0);
    }
}
