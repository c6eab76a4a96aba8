package dev.actionbus.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The bus's topics as they must be: made when they are missing, checked when they are there. The
 * number of home partitions is fixed when the topics are made: another number would give every
 * action another home.
 *
 * @param topics their names
 * @param homes home partitions of an action: as many ledgers can share the work
 * @param queues partitions of tasks: as many executors can share the work
 * @param replication copies of each partition
 */
public record TopicLayout(Topics topics, int homes, int queues, short replication) {

    private static final String FOREVER = "-1";
    private static final Duration READY_PAUSE = Duration.ofMillis(50);
    private static final int READY_TRIES = 600;

    /** Topics that do not fit together; nothing may run on them. */
    public static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Mismatch(String message) {
            super(message);
        }
    }

    /** The consumer group of the ledgers; also the name of their Kafka Streams application. */
    public static String ledgerGroup(Topics topics) {
        return topics.prefix() + "-ledger";
    }

    /** The consumer group in which one gateway is chosen to fire schedules. */
    public static String schedulerGroup(Topics topics) {
        return topics.prefix() + "-scheduler";
    }

    /** The consumer group of the executors. */
    public static String executorGroup(Topics topics) {
        return topics.prefix() + "-executors";
    }

    /**
     * Makes what is missing, then checks.
     *
     * @return the number of home partitions there is
     * @throws Mismatch homed topics have different partition counts
     */
    public int provision(Admin admin) {
        List<NewTopic> wanted = new ArrayList<>();
        topics.homed().forEach(topic -> wanted.add(topic(topic, homes, days(14))));
        wanted.removeIf(topic -> topic.name().equals(topics.events()));
        wanted.add(topic(topics.events(), homes, FOREVER));
        wanted.add(topic(topics.tasks(), queues, days(14)));
        wanted.add(topic(topics.deadLetters(), 1, days(30)));
        wanted.add(topic(topics.revocations(), 1, days(14)));
        wanted.add(compacted(topics.handlers()));
        wanted.add(compacted(topics.schedules()));
        wanted.add(topic(topics.workflows(), 1, FOREVER));
        make(admin, wanted);
        int found = check(admin, topics);
        make(admin, List.of(topic(topics.checkpoints(), found, FOREVER)));
        checkCheckpoints(admin, found);
        startGroup(admin);
        return found;
    }

    private void make(Admin admin, List<NewTopic> wanted) {
        Set<String> present = get(admin.listTopics().names());
        List<NewTopic> missing =
                wanted.stream().filter(topic -> !present.contains(topic.name())).toList();
        for (var created : admin.createTopics(missing).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new KafkaException("creating topics", e.getCause());
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
        awaitLeaders(admin, wanted.stream().map(NewTopic::name).toList());
    }

    /**
     * A new topic is announced before its partitions can be written to. A producer that is too
     * early has one batch refused and the next one accepted, which it can not put in order any
     * more.
     */
    private static void awaitLeaders(Admin admin, List<String> all) {
        KafkaException last = new KafkaException("no try yet");
        for (int i = 0; i < READY_TRIES; i++) {
            try {
                Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
                all.forEach(topic -> ends.putAll(ends(admin, topic)));
                var unused = get(admin.listOffsets(ends).all());
                return;
            } catch (KafkaException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    throw e;
                }
                last = e;
                LockSupport.parkNanos(READY_PAUSE.toNanos());
            }
        }
        throw last;
    }

    /**
     * The number of home partitions.
     *
     * @throws Mismatch homed topics have different partition counts, or are missing
     */
    public static int check(Admin admin, Topics topics) {
        Map<String, TopicDescription> found =
                get(admin.describeTopics(topics.homed()).allTopicNames());
        Map<String, Integer> counts = new TreeMap<>();
        found.forEach((name, topic) -> counts.put(name, topic.partitions().size()));
        if (Set.copyOf(counts.values()).size() != 1) {
            throw new Mismatch("topics must have the same number of partitions: " + counts);
        }
        return counts.values().iterator().next();
    }

    private void checkCheckpoints(Admin admin, int found) {
        int count = ends(admin, topics.checkpoints()).size();
        if (count != found) {
            throw new Mismatch(
                    "%s has %d partitions, %s has %d"
                            .formatted(topics.checkpoints(), count, topics.events(), found));
        }
    }

    /**
     * Gives the executors' group its first offsets, where nothing was ever written. Afterwards a
     * missing offset is an error: a reset would run history again or lose what is waiting.
     */
    private void startGroup(Admin admin) {
        String group = executorGroup(topics);
        Map<TopicPartition, OffsetSpec> ends = ends(admin, topics.tasks());
        Map<TopicPartition, OffsetAndMetadata> committed =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
        Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
        get(admin.listOffsets(ends).all())
                .forEach((partition, end) -> {
                    if (committed.get(partition) == null && end.offset() == 0) {
                        first.put(partition, new OffsetAndMetadata(0));
                    }
                });
        if (!first.isEmpty()) {
            get(admin.alterConsumerGroupOffsets(group, first).all());
        }
    }

    private static Map<TopicPartition, OffsetSpec> ends(Admin admin, String topic) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        get(admin.describeTopics(List.of(topic)).allTopicNames())
                .forEach((name, found) ->
                        found.partitions()
                                .forEach(p ->
                                        ends.put(
                                                new TopicPartition(name, p.partition()),
                                                OffsetSpec.latest())));
        return ends;
    }

    private NewTopic topic(String name, int partitions, String retentionMillis) {
        return new NewTopic(name, partitions, replication)
                .configs(
                        Map.of(
                                "cleanup.policy",
                                "delete",
                                "retention.ms",
                                retentionMillis,
                                "max.message.bytes",
                                String.valueOf(2 << 20)));
    }

    private NewTopic compacted(String name) {
        return new NewTopic(name, 1, replication).configs(Map.of("cleanup.policy", "compact"));
    }

    private static String days(int days) {
        return String.valueOf(days * 86_400_000L);
    }

    private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new KafkaException("the cluster refuses: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static KafkaException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KafkaException("interrupted", e);
    }
}
