package dev.actionbus.bench.load;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The chain's four topics: {@code <prefix>.0} is the input, {@code <prefix>.3} the output.
 *
 * @param prefix of their names
 * @param partitions of each
 */
record ChainTopics(String prefix, int partitions) {

    static final int HOPS = 3;

    private static final Duration LONGEST_ELECTION = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    String input() {
        return at(0);
    }

    String output() {
        return at(HOPS);
    }

    String at(int hop) {
        return prefix + "." + hop;
    }

    List<TopicPartition> outputPartitions() {
        return IntStream.range(0, partitions)
                .mapToObj(it -> new TopicPartition(output(), it))
                .toList();
    }

    /** Makes them with as many partitions and as much flushing as another topic has. */
    static ChainTopics like(Admin admin, String model, String prefix) {
        TopicDescription topic = only(() -> admin.describeTopics(List.of(model)).allTopicNames());
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, model);
        Config config = only(() -> admin.describeConfigs(List.of(resource)).all());
        String flush = TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG;
        Map<String, String> same = Map.of(flush, config.get(flush).value());
        ChainTopics made = new ChainTopics(prefix, topic.partitions().size());
        short replication = (short) topic.partitions().getFirst().replicas().size();
        List<NewTopic> wanted =
                IntStream.rangeClosed(0, HOPS)
                        .mapToObj(it -> new NewTopic(made.at(it), made.partitions(), replication))
                        .map(it -> it.configs(same))
                        .toList();
        await(admin.createTopics(wanted).all());
        awaitLeaders(admin, made);
        return made;
    }

    /**
     * A topic that is made is not yet led: of several requests on their way to it, a late one may
     * be the first that is taken, and the ones before it are then out of sequence for ever.
     */
    private static void awaitLeaders(Admin admin, ChainTopics made) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int hop = 0; hop <= HOPS; hop++) {
            for (int partition = 0; partition < made.partitions(); partition++) {
                ends.put(new TopicPartition(made.at(hop), partition), OffsetSpec.latest());
            }
        }
        int led = patiently(() -> admin.listOffsets(ends).all()).size();
        if (led < ends.size()) {
            throw new CannotMeasure("the chain's topics get no leaders");
        }
    }

    private static <K, T> T only(Supplier<KafkaFuture<Map<K, T>>> question) {
        return patiently(question).values().iterator().next();
    }

    /**
     * Asks again while the answer is one that passes: a new topic is not known everywhere at once.
     */
    private static <T> T patiently(Supplier<? extends KafkaFuture<T>> question) {
        long until = System.nanoTime() + LONGEST_ELECTION.toNanos();
        while (true) {
            try {
                return await(question.get());
            } catch (CannotMeasure e) {
                boolean passes =
                        e.getCause() instanceof ExecutionException refused
                                && refused.getCause() instanceof RetriableException;
                if (!passes || System.nanoTime() - until > 0) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new CannotMeasure("the broker refuses: " + e.getCause(), e);
        } catch (InterruptedException e) {
            throw CannotMeasure.interrupted(e);
        }
    }
}
