package dev.actionbus.client;

import dev.actionbus.wire.HttpSchemaRegistry;
import dev.actionbus.wire.SchemaRegistry;
import dev.actionbus.wire.Topics;
import java.util.HashMap;
import java.util.Map;

/**
 * How to reach a bus.
 *
 * @param kafka properties of Kafka's clients, passed through: {@code bootstrap.servers}, security,
 *     and whatever a producer or consumer understands
 * @param topics names of the bus's topics
 * @param registry where schemas have their ids
 */
public record BusConfig(Map<String, Object> kafka, Topics topics, SchemaRegistry registry) {

    /** Our one property beside Kafka's and the registry's: first part of the topic names. */
    public static final String TOPIC_PREFIX = "actionbus.topic.prefix";

    public BusConfig {
        kafka = Map.copyOf(kafka);
    }

    /**
     * From properties: Kafka's own, {@code schema.registry.url} and its companions, {@value
     * #TOPIC_PREFIX}.
     */
    public static BusConfig of(Map<String, ?> properties) {
        Map<String, Object> kafka = new HashMap<>(properties);
        Object prefix = kafka.remove(TOPIC_PREFIX);
        kafka.keySet()
                .removeIf(key ->
                        key.startsWith("schema.registry.")
                                || key.startsWith("basic.auth.")
                                || key.equals("auto.register.schemas"));
        return new BusConfig(
                kafka,
                prefix == null ? Topics.DEFAULT : new Topics(prefix.toString()),
                new HttpSchemaRegistry(properties));
    }
}
