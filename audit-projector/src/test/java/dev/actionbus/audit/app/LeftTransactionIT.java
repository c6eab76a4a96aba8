package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.ledger.NearbyExecutor;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.TopicLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ledger that dies in the middle of a commit leaves its offsets unsettled. Who takes over can not
 * begin to fold before Kafka has given that transaction up.
 */
final class LeftTransactionIT {

    private static final int ACTIONS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration UNSETTLED = Duration.ofSeconds(4);

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    @TempDir Path data;
    private ProjectorRig rig;

    @BeforeEach
    void openRig() {
        rig = new ProjectorRig(kafka, data);
    }

    @AfterEach
    void closeRig() {
        rig.close();
    }

    @Test
    void copiesAnswerMarkedStaleUntilItIsSettled() throws Exception {
        try (Projector before = rig.start("state")) {
            rig.complete(0, ACTIONS);
            LedgerView view = rig.view(before, "state");
            await().atMost(PATIENCE).until(() -> allAre(view, Freshness.Fresh.class));
        }

        try (KafkaProducer<byte[], byte[]> dead = inTheMiddleOfACommit();
                Projector next = rig.begin("state", NearbyExecutor.NOBODY)) {
            LedgerView view = rig.view(next, "state");
            await().atMost(PATIENCE)
                    .during(UNSETTLED)
                    .until(() -> allAre(view, Freshness.Stale.class));
            assertThat(next.isRunning()).isFalse();

            dead.abortTransaction();
            await().atMost(PATIENCE).until(() -> allAre(view, Freshness.Fresh.class));
        }
    }

    private static boolean allAre(LedgerView view, Class<? extends Freshness> freshness) {
        return IntStream.range(0, ACTIONS)
                .mapToObj(i -> new ActionId(ProjectorRig.request(i).getActionId()))
                .map(id -> view.find(id, Reach.EVERYWHERE))
                .allMatch(answer ->
                        answer instanceof Answer.Found found
                                && freshness.isInstance(found.freshness()));
    }

    /** It has sent the offsets of the view, and not ended its transaction. */
    private KafkaProducer<byte[], byte[]> inTheMiddleOfACommit() {
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        with("transactional.id", rig.topics().prefix() + "-dead"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        try (KafkaConsumer<byte[], byte[]> group =
                new KafkaConsumer<>(
                        with("group.id", TopicLayout.ledgerGroup(rig.topics())),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(
                    IntStream.range(0, ProjectorRig.HOMES)
                            .mapToObj(it -> new TopicPartition(rig.topics().events(), it))
                            .collect(Collectors.toMap(it -> it, _ -> new OffsetAndMetadata(1))),
                    group.groupMetadata());
        }
        return producer;
    }

    private static Map<String, Object> with(String key, String value) {
        return Map.of("bootstrap.servers", kafka.bootstrapServers(), key, value);
    }
}
