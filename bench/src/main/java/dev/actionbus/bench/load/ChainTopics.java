package dev.actionbus.bench.load;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The chain's four topics: {@code <prefix>.0} is the input, {@code <prefix>.3} the output.
 *
 * @param prefix of their names
 * @param partitions of each
 */
record ChainTopics(String prefix, int partitions) {

    static final int HOPS = 3;

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
        TopicDescription topic = only(admin.describeTopics(List.of(model)).allTopicNames());
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, model);
        Config config = only(admin.describeConfigs(List.of(resource)).all());
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
        return made;
    }

    private static <T> T only(KafkaFuture<? extends Map<?, T>> described) {
        return await(described).values().iterator().next();
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
