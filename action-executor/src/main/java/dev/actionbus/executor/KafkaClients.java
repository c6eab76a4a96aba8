package dev.actionbus.executor;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the clients; tests put faults between a client and its broker here. */
interface KafkaClients {

    Consumer<byte[], byte[]> tasks();

    Producer<byte[], byte[]> claims();

    Producer<byte[], byte[]> reports();

    /** For a topic that is read as a whole. */
    Consumer<byte[], byte[]> whole();

    static KafkaClients of(ExecutorSettings settings) {
        return new Plain(settings);
    }

    /** Clients as the settings say. */
    record Plain(ExecutorSettings settings) implements KafkaClients {

        @Override
        public Consumer<byte[], byte[]> tasks() {
            return new KafkaConsumer<>(
                    ClientProperties.consumer(settings),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
        }

        @Override
        public Producer<byte[], byte[]> claims() {
            return producer(ClientProperties.claims(settings));
        }

        @Override
        public Producer<byte[], byte[]> reports() {
            return producer(ClientProperties.reports(settings));
        }

        @Override
        public Consumer<byte[], byte[]> whole() {
            return new KafkaConsumer<>(
                    ClientProperties.whole(settings),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
        }

        private static Producer<byte[], byte[]> producer(Map<String, Object> with) {
            return new KafkaProducer<>(with, new ByteArraySerializer(), new ByteArraySerializer());
        }
    }
}
