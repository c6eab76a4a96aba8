package dev.actionbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.Heartbeat;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class BusKafkaIT {

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    @Test
    void freshTopicsExistWithTheirPartitionsAndDifferEachTime() throws Exception {
        Topics topics = kafka.freshTopics(3);
        assertThat(kafka.freshTopics(1)).isNotEqualTo(topics);
        assertThat(partitions(topics.requests())).isEqualTo(3);
        assertThat(partitions(topics.tasks())).isEqualTo(3);
        assertThat(partitions(topics.deadLetters())).isEqualTo(1);
    }

    @Test
    void readAllSeesWhatIsCommittedAndNothingElse() throws Exception {
        Topics topics = kafka.freshTopics(2);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.initTransactions();
            producer.beginTransaction();
            var _ = producer.send(record(topics.events(), 0, "kept"));
            var _ = producer.send(record(topics.events(), 1, "too"));
            producer.commitTransaction();
            producer.beginTransaction();
            var _ = producer.send(record(topics.events(), 0, "aborted"));
            producer.abortTransaction();
            producer.beginTransaction();
            var _ = producer.send(record(topics.events(), 1, "open")).get();
            assertThat(kafka.readAll(topics.events()))
                    .extracting(it -> new String(it.value(), StandardCharsets.UTF_8))
                    .containsExactlyInAnyOrder("kept", "too");
            producer.abortTransaction();
        }
        assertThat(kafka.readAll(topics.reports())).isEmpty();
    }

    @Test
    void theRegistryTakesTheWholeContract() {
        RecordCodec codec = new RecordCodec(kafka.registry());
        long begin = System.nanoTime();
        codec.registerAll();
        System.out.printf(
                "contract registered in %d ms%n", (System.nanoTime() - begin) / 1_000_000);
        Heartbeat beat =
                Heartbeat.newBuilder()
                        .setActionId("a")
                        .setAttempt(1)
                        .setExecutor("e")
                        .setAt(Instant.EPOCH)
                        .build();
        byte[] bytes = codec.encode(beat);
        assertThat(codec.decode(bytes, Contract.REPORTS))
                .isInstanceOf(RecordCodec.Decoded.Readable.class);
    }

    private static int partitions(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .partitions()
                    .size();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, int partition, String value) {
        return new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8));
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "t"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
