package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.actionbus.action.ActionRequest;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.wire.HttpSchemaRegistry;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Translate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a stranger with write access can put on the requests topic. */
@ExtendWith(SharedBus.class)
final class GarbageIT {

    private static final String REQUESTS = "action.requests";
    private static final Duration SOON = Duration.ofSeconds(5);

    private final BusProcess bus;
    private final RecordCodec codec;
    private final KafkaProducer<byte[], byte[]> producer;

    GarbageIT(BusProcess bus) {
        this.bus = bus;
        codec = new RecordCodec(new HttpSchemaRegistry(Map.of(HttpSchemaRegistry.URL, bus.url())));
        ByteArraySerializer bytes = new ByteArraySerializer();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bus.bootstrap(), "enable.idempotence", true);
        producer = new KafkaProducer<>(settings, bytes, bytes);
    }

    @AfterEach
    void close() {
        producer.close();
    }

    /** A bad value and the code it must get. */
    private record Bad(String code, byte @Nullable [] value) {}

    @Test
    void everyBadValueIsADeadLetterWithItsReasonAndTheNextRequestIsDone() {
        byte[] good = codec.encode(request("garbage-base"));
        long alone = System.nanoTime();
        assertThat(new BusClient(bus.url()).execute("echo", "garbage-first", "{}").status())
                .isEqualTo(200);
        Duration tenAlone = Duration.ofNanos(10 * (System.nanoTime() - alone));
        byte[] event = new EventLog(bus).records("action.events").getLast().value();
        List<Bad> all =
                List.of(
                        new Bad("TOMBSTONE_NOT_ALLOWED", null),
                        new Bad("FRAME_TOO_SHORT", new byte[0]),
                        new Bad("FRAME_TOO_SHORT", new byte[] {0}),
                        new Bad("FRAME_TOO_SHORT", new byte[] {0, 0, 0, 1}),
                        new Bad("MAGIC_UNKNOWN", changed(good, 0, 1)),
                        new Bad("SCHEMA_UNKNOWN", changed(good, 1, 0x7F)),
                        new Bad("SCHEMA_NOT_ALLOWED", event),
                        new Bad("AVRO_MALFORMED", Arrays.copyOf(good, good.length / 2)),
                        new Bad("AVRO_TRAILING", Arrays.copyOf(good, good.length + 1)));
        List<String> sources = all.stream().map(bad -> send(0, "garbage", bad.value())).toList();
        ActionRequested after = inPartition(0, "garbage-after-");
        long sent = System.nanoTime();
        String unusedSource = send(0, after.getActionId(), codec.encode(after));
        awaitCompleted(after.getActionId());
        long took = System.nanoTime() - sent;

        Map<String, ConsumerRecord<byte[], byte[]>> letters = deadLetters();
        List<EventLog.Event> undecodable =
                new EventLog(bus)
                        .read().stream().filter(e -> e.type().equals("Undecodable")).toList();
        for (int i = 0; i < all.size(); i++) {
            ConsumerRecord<byte[], byte[]> letter =
                    Objects.requireNonNull(
                            letters.get(sources.get(i)),
                            all.get(i).code() + " of " + sources.get(i) + " is no dead letter");
            assertThat(header(letter, "actionbus-code")).isEqualTo(all.get(i).code());
            assertThat(header(letter, "actionbus-detail")).isNotBlank().doesNotContain("\n");
            assertThat(letter.value()).isEqualTo(all.get(i).value());
            String source = sources.get(i);
            String code = all.get(i).code();
            assertThat(undecodable)
                    .filteredOn(e -> source(e).equals(source))
                    .singleElement()
                    .satisfies(e -> assertThat(e.value().get("code").toString()).isEqualTo(code));
        }
        System.out.printf(
                "a good request behind %d bad ones completed after %d ms%n",
                all.size(), took / 1_000_000);
        assertThat(Duration.ofNanos(took))
                .as("10 good requests alone took %s", tenAlone)
                .isLessThan(tenAlone.compareTo(SOON) > 0 ? tenAlone : SOON);
    }

    @Test
    void aRequestWithAWrongKeyOrInAWrongPartitionIsBroughtHomeAndDoneOnce() {
        ActionRequested foreign = inPartition(1, "garbage-foreign-");
        String unusedPlace = send(2, foreign.getActionId(), codec.encode(foreign));
        ActionRequested mislabelled = inPartition(3, "garbage-mislabelled-");
        String unusedKey = send(3, "not-its-id", codec.encode(mislabelled));
        for (String id : List.of(foreign.getActionId(), mislabelled.getActionId())) {
            awaitCompleted(id);
            List<EventLog.Event> events = new EventLog(bus).of(id);
            assertThat(events).extracting(EventLog.Event::type).containsOnlyOnce("Misrouted");
            assertThat(events).filteredOn(EventLog.Event::isTerminal).hasSize(1);
        }
    }

    private void awaitCompleted(String id) {
        BusClient client = new BusClient(bus.url());
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> client.get("/v1/actions/" + id).state().equals("COMPLETED"));
    }

    private static ActionRequested request(String key) {
        return Translate.toRecord(
                ActionRequest.named("echo").params("{\"k\":\"" + key + "\"}").key(key).build(),
                UUID.randomUUID().toString(),
                Instant.now());
    }

    /** A request whose home is this one of four partitions, by the rule anybody can follow. */
    private static ActionRequested inPartition(int home, String keys) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> request(keys + i))
                .filter(r ->
                        Integer.remainderUnsigned(
                                        Integer.parseUnsignedInt(
                                                r.getActionId().substring(0, 8), 16),
                                        4)
                                == home)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] changed(byte[] value, int at, int to) {
        byte[] copy = value.clone();
        copy[at] = (byte) to;
        return copy;
    }

    /** Where it lies now, as dead letters name their source. */
    private String send(int partition, String key, byte @Nullable [] value) {
        byte[] label = key.getBytes(StandardCharsets.UTF_8);
        try {
            RecordMetadata at =
                    producer.send(new ProducerRecord<>(REQUESTS, partition, label, value)).get();
            return REQUESTS + "/" + at.partition() + "/" + at.offset();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Map<String, ConsumerRecord<byte[], byte[]>> deadLetters() {
        return new EventLog(bus)
                .records("action.dlq").stream()
                        .collect(
                                Collectors.toMap(
                                        letter -> header(letter, "actionbus-source"), l -> l));
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static String source(EventLog.Event event) {
        var at = (GenericRecord) event.value().get("source");
        return at.get("topic") + "/" + at.get("partition") + "/" + at.get("offset");
    }
}
