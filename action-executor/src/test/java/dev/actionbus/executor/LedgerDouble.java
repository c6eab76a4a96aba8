package dev.actionbus.executor;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptRevoked;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.event.Heartbeat;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Plays the ledger's part: grants attempts, reads what the executors say. */
final class LedgerDouble implements AutoCloseable {

    private final BusKafka kafka;
    private final Topics topics;
    private final int partitions;
    private final RecordCodec codec;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    LedgerDouble(BusKafka kafka, int partitions) {
        this.kafka = kafka;
        this.topics = kafka.freshTopics(partitions);
        this.partitions = partitions;
        this.codec = new RecordCodec(kafka.registry());
        Map<String, Object> broker = Map.of("bootstrap.servers", kafka.bootstrapServers());
        this.admin = Admin.create(broker);
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "transactional.id",
                                topics.prefix() + "-ledger"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        producer.initTransactions();
    }

    Topics topics() {
        return topics;
    }

    RecordCodec codec() {
        return codec;
    }

    ExecutorSettings settings(String instance) {
        return ExecutorSettings.of(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        topics.prefix() + "-" + instance)
                .withTopics(topics);
    }

    /** As the topics' provisioning does. */
    void createOffsets() {
        Map<TopicPartition, OffsetAndMetadata> zero =
                IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(topics.tasks(), partition))
                        .collect(Collectors.toMap(it -> it, it -> new OffsetAndMetadata(0)));
        try {
            admin.alterConsumerGroupOffsets(ExecutorSettings.groupOf(topics), zero).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void grant(List<AttemptGranted> grants) {
        producer.beginTransaction();
        for (AttemptGranted grant : grants) {
            ActionId id = new ActionId(grant.getActionId());
            write(topics.tasks(), Placement.work(id, partitions), id.value(), codec.encode(grant));
        }
        producer.commitTransaction();
    }

    void poison(int partition, byte[] value) {
        producer.beginTransaction();
        write(topics.tasks(), partition, "poison", value);
        producer.commitTransaction();
    }

    /** Of an attempt that was granted. */
    void revoke(AttemptGranted grant, String reason) {
        revoke(grant.getActionId(), codec.encode(revoked(grant, reason)));
    }

    void revoke(String key, byte[] value) {
        producer.beginTransaction();
        write(topics.revocations(), 0, key, value);
        producer.commitTransaction();
    }

    private static AttemptRevoked revoked(AttemptGranted grant, String reason) {
        return new AttemptRevoked(grant.getActionId(), grant.getAttempt(), reason, Instant.EPOCH);
    }

    /** Every record of the handlers topic. */
    List<HandlerDeclared> declarations() {
        return kafka.readAll(topics.handlers()).stream()
                .map(record -> decoded(record, Contract.HANDLERS))
                .map(HandlerDeclared.class::cast)
                .toList();
    }

    /** Has the group forget its members, as after a freeze beyond the session timeout. */
    void evictExecutors() {
        try {
            admin.removeMembersFromConsumerGroup(
                            ExecutorSettings.groupOf(topics),
                            new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    long committedOffsets() {
        try {
            return admin
                    .listConsumerGroupOffsets(ExecutorSettings.groupOf(topics))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Object> reports() {
        return kafka.readAll(topics.reports()).stream().map(this::report).toList();
    }

    <T> List<T> reports(Class<T> type) {
        return reports().stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<AttemptStarted> starts() {
        return reports(AttemptStarted.class);
    }

    List<AttemptSucceeded> successes() {
        return reports(AttemptSucceeded.class);
    }

    List<AttemptFailed> failures() {
        return reports(AttemptFailed.class);
    }

    List<Heartbeat> heartbeats() {
        return reports(Heartbeat.class);
    }

    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return kafka.readAll(topics.deadLetters());
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }

    private void write(String topic, int partition, String key, byte[] value) {
        var unused =
                producer.send(
                        new ProducerRecord<>(
                                topic, partition, key.getBytes(StandardCharsets.UTF_8), value));
    }

    private Object report(ConsumerRecord<byte[], byte[]> record) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (Placement.home(new ActionId(key), partitions) != record.partition()) {
            throw new AssertionError("a report is not at home: " + key);
        }
        return decoded(record, Contract.REPORTS);
    }

    private Object decoded(ConsumerRecord<byte[], byte[]> record, Set<String> allowed) {
        return switch (codec.decode(record.value(), allowed)) {
            case Decoded.Readable readable -> readable.value();
            case Decoded.Unreadable unreadable -> throw new AssertionError(unreadable.toString());
        };
    }
}
