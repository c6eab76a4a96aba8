package dev.actionbus.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.testkit.BusKafka;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class BareChainIT {

    private static final int PARTITIONS = 4;
    private static final int RECORDS = 1_000;

    @RegisterExtension static final BusKafka KAFKA = BusKafka.inProcess();

    private final String model = KAFKA.freshTopics(PARTITIONS).events();

    @Test
    void everyRecordComesThroughOnceInItsPartitionAlsoWhenTheChainIsRestarted() {
        ChainTopics topics = topics("twice");
        write(topics, 0, RECORDS / 2);
        try (BareChain chain = BareChain.start(KAFKA.bootstrapServers(), topics.prefix())) {
            awaitOutput(topics, 1);
            assertThat(chain.failed()).isNotDone();
        }
        write(topics, RECORDS / 2, RECORDS);
        try (BareChain chain = BareChain.start(KAFKA.bootstrapServers(), topics.prefix())) {
            List<ConsumerRecord<byte[], byte[]>> output = awaitOutput(topics, RECORDS);

            Set<Long> numbers = new HashSet<>();
            for (ConsumerRecord<byte[], byte[]> it : output) {
                long n = ByteBuffer.wrap(it.value()).getLong();
                numbers.add(n);
                assertThat(it.partition()).isEqualTo((int) (n % PARTITIONS));
            }
            assertThat(numbers).hasSize(RECORDS);
            assertThat(output).hasSize(RECORDS);
            assertThat(chain.failed()).isNotDone();
        }
    }

    @Test
    void theLoadDrivesTheChainInAProcessOfItsOwn() {
        AtomicLong numbers = new AtomicLong();
        Round round =
                new Round(64, Duration.ofMillis(500), Round.Keys.NEW, numbers::incrementAndGet);

        ProcessHandle process;
        try (BareLoad load = BareLoad.start(KAFKA.bootstrapServers(), model, new Job("it"))) {
            process = load.process();
            assertThat(process.isAlive()).isTrue();
            load.drive(round);
        }

        assertThat(round.wrong()).isEmpty();
        assertThat(round.answers()).isEqualTo(numbers.get()).isGreaterThanOrEqualTo(64);
        assertThat(process.isAlive()).isFalse();
    }

    private ChainTopics topics(String name) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
            return ChainTopics.like(admin, model, "bench." + name);
        }
    }

    private static void write(ChainTopics topics, int from, int to) {
        Job job = new Job("it");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            List<CompletableFuture<Void>> sent = new ArrayList<>();
            for (int n = from; n < to; n++) {
                CompletableFuture<Void> one = new CompletableFuture<>();
                sent.add(one);
                var unused =
                        producer.send(
                                new ProducerRecord<>(
                                        topics.input(),
                                        n % PARTITIONS,
                                        new byte[] {1},
                                        job.chainValue(n)),
                                (metadata, failure) -> {
                                    if (failure == null) {
                                        one.complete(null);
                                    } else {
                                        one.completeExceptionally(failure);
                                    }
                                });
            }
            assertThat(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)))
                    .succeedsWithin(Duration.ofSeconds(30));
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> awaitOutput(ChainTopics topics, int least) {
        List<ConsumerRecord<byte[], byte[]>> output = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    output.clear();
                    output.addAll(KAFKA.readAll(topics.output()));
                    assertThat(output.size()).isGreaterThanOrEqualTo(least);
                });
        return output;
    }
}
