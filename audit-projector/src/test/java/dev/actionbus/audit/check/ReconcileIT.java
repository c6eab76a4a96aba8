package dev.actionbus.audit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.app.Projector;
import dev.actionbus.audit.app.ProjectorSettings;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.ledger.NearbyExecutor;
import dev.actionbus.ledger.Samples;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.CloudEvents;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A real ledger on a real broker, and what its topics say afterwards. */
final class ReconcileIT {

    private static final int HOMES = 4;
    private static final int ACTIONS = 20;
    private static final int TENTH = 10;

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    @TempDir Path directory = Path.of("");

    private final Topics topics = kafka.freshTopics(HOMES);
    private final RecordCodec codec = new RecordCodec(kafka.registry());
    private final Map<String, Object> client =
            Map.of("bootstrap.servers", kafka.bootstrapServers());

    @Test
    void aRunWithEveryTroubleMatchesUntilASecondTerminalEventIsPlanted()
            throws IOException, InterruptedException {
        codec.registerAll();
        withLedger(producer -> {
            act(producer);
            ActionRequested foreign = Samples.request("foreign", "rf", "{}");
            int wrong = (home(foreign.getActionId()) + 1) % HOMES;
            send(producer, topics.requests(), wrong, foreign.getActionId(), codec.encode(foreign));
            send(producer, topics.requests(), 0, "x", new byte[] {1, 2, 3});
            send(producer, topics.reports(), 1, "x", null);
            producer.flush();
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            reconcile(false).matches()
                                    && parts("request", reconcile(false))
                                                    .getOrDefault("misrouted", 0L)
                                            == 1
                                    && !parts("garbage", reconcile(false)).containsKey("waiting"));
        });

        ReconcileReport good = reconcile(false);
        assertThat(good.first()).isEmpty();
        assertThat(parts("actions", good)).containsEntry("open", 1L);
        assertThat(parts("cancel", good)).hasSizeBetween(1, 2).doesNotContainKey("waiting");
        assertThat(parts("request", good))
                .containsEntry("duplicate", (long) ACTIONS)
                .containsEntry("conflict", (long) ACTIONS)
                .containsEntry("misrouted", 1L);
        assertThat(parts("failure", good)).containsKey("retry");
        assertThat(parts("garbage", good)).containsEntry("unreadable", 2L);
        assertThat(reconcile(true).broken()).containsOnlyKeys(ReconcileRule.NOT_QUIET);
        assertThat(rebuild()).isEqualTo(rebuild()).hasSize(HOMES);

        List<RebuiltView> before = rebuild();
        plantSecondEnd();

        assertThat(reconcile(false).broken()).containsKey(ReconcileRule.ENDED_TWICE);
        assertThat(rebuild()).isNotEqualTo(before);
        assertThat(rebuildOf(before)).isEqualTo(before);
    }

    /** Every tenth fails at first; all are asked for again, and cancelled too late. */
    private void act(KafkaProducer<byte[], byte[]> producer) {
        forEach((i, request) -> send(producer, topics.requests(), request, request.getActionId()));
        await().atMost(Duration.ofSeconds(30)).until(() -> granted() == ACTIONS);
        forEach((i, request) -> {
            String id = request.getActionId();
            send(producer, topics.requests(), request, id);
            send(producer, topics.requests(), Samples.request("k" + i, "c" + i, "{\"a\":1}"), id);
            if (i % TENTH == 0) {
                send(producer, topics.reports(), Samples.started(id, 1, "e1"), id);
                send(producer, topics.reports(), Samples.heartbeat(id, 1, "e1", null), id);
                send(
                        producer,
                        topics.reports(),
                        Samples.failed(id, 1, "e1", Samples.error("BUSY", true)),
                        id);
            }
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> granted() == ACTIONS + ACTIONS / TENTH);
        forEach((i, request) -> {
            String id = request.getActionId();
            int attempt = i % TENTH == 0 ? 2 : 1;
            send(producer, topics.reports(), Samples.started(id, attempt, "e1"), id);
            send(producer, topics.reports(), Samples.succeeded(id, attempt, "e1", "{}"), id);
            send(producer, topics.reports(), Samples.succeeded(id, attempt, "e2", "{}"), id);
            send(producer, topics.control(), Samples.cancel(id), id);
        });
    }

    private static void forEach(BiConsumer<Integer, ActionRequested> work) {
        RetryPolicy soon = new RetryPolicy(3, 10L, 1.0, 10L, 0.0, List.of(), null, false);
        for (int i = 0; i < ACTIONS; i++) {
            work.accept(i, Samples.request("k" + i, "r" + i, "{}", null, soon));
        }
    }

    private int granted() {
        return kafka.readAll(topics.tasks()).size();
    }

    private void plantSecondEnd() {
        ConsumerRecord<byte[], byte[]> end =
                kafka.readAll(topics.events()).stream()
                        .filter(it ->
                                new String(
                                                it.headers().lastHeader("ce_type").value(),
                                                StandardCharsets.UTF_8)
                                        .equals(CloudEvents.type("ActionCompleted")))
                        .findFirst()
                        .orElseThrow();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            var unused =
                    producer.send(
                            new ProducerRecord<>(
                                    end.topic(),
                                    end.partition(),
                                    end.timestamp(),
                                    end.key(),
                                    end.value(),
                                    end.headers()));
        }
    }

    private void withLedger(Consumer<KafkaProducer<byte[], byte[]>> work)
            throws IOException, InterruptedException {
        ProjectorSettings settings = settings();
        try (Projector ledger =
                        Projector.start(
                                settings,
                                codec,
                                new Projector.Home("cluster", HOMES),
                                NearbyExecutor.NOBODY);
                KafkaProducer<byte[], byte[]> producer = producer()) {
            assertThat(ledger.awaitRunning(Duration.ofSeconds(30))).isTrue();
            work.accept(producer);
        }
    }

    private ProjectorSettings settings() {
        return new ProjectorSettings(
                client,
                topics,
                directory.resolve("state"),
                directory.resolve("log.key"),
                "127.0.0.1:1",
                Duration.ofSeconds(15),
                0);
    }

    private ReconcileReport reconcile(boolean quiet) {
        return ReconcileScan.run(client, topics, codec, quiet, Progress.NONE);
    }

    private List<RebuiltView> rebuild() throws IOException {
        return new RebuildView(topics, codec, directory).run(client, Map.of(), Progress.NONE);
    }

    private List<RebuiltView> rebuildOf(List<RebuiltView> views) throws IOException {
        Map<Integer, Long> sizes =
                views.stream().collect(Collectors.toMap(RebuiltView::partition, RebuiltView::size));
        return new RebuildView(topics, codec, directory).run(client, sizes, Progress.NONE);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new KafkaProducer<>(client, bytes, bytes);
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer,
            String topic,
            SpecificRecord value,
            String actionId) {
        send(producer, topic, home(actionId), actionId, codec.encode(value));
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer,
            String topic,
            int partition,
            String key,
            byte @Nullable [] value) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(new ProducerRecord<>(topic, partition, bytes, value));
    }

    private static int home(String actionId) {
        return Placement.home(new ActionId(actionId), HOMES);
    }

    private static Map<String, Long> parts(String what, ReconcileReport report) {
        return report.lines().stream()
                .filter(it -> it.what().equals(what))
                .findFirst()
                .orElseThrow()
                .parts();
    }
}
