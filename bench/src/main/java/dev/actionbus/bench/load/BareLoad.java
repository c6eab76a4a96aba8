package dev.actionbus.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends records through the bare chain; a record is answered when it is read at the other end. */
public final class BareLoad implements Load {

    private static final Logger log = LoggerFactory.getLogger(BareLoad.class);

    private final ChainTopics topics;
    private final Job job;
    private final ChainProcess chain;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread reader;
    private final Map<Long, Flight> flights = new ConcurrentHashMap<>();
    private volatile boolean open = true;
    private volatile Round current = new Round(1, Duration.ZERO, Round.Keys.NEW, () -> 0);

    private record Flight(Round round, long sentAt, Runnable answered) {}

    private BareLoad(String bootstrap, ChainTopics topics, Job job) {
        this.topics = topics;
        this.job = job;
        producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrap,
                                ProducerConfig.LINGER_MS_CONFIG,
                                1),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrap,
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                "read_committed",
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false,
                                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                                2_000),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        consumer.assign(topics.outputPartitions());
        consumer.seekToBeginning(topics.outputPartitions());
        reader = Thread.ofPlatform().daemon().name("bare-load").start(this::read);
        chain = ChainProcess.start(bootstrap, topics.prefix());
    }

    /**
     * Makes topics like the bus's event log and starts the chain on them.
     *
     * @param eventLog name of the topic whose partitions and flushing are copied
     */
    public static BareLoad start(String bootstrap, String eventLog, Job job) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            ChainTopics topics = ChainTopics.like(admin, eventLog, "bench." + job.run());
            return new BareLoad(bootstrap, topics, job);
        }
    }

    /** The chain's process. */
    public ProcessHandle process() {
        return chain.handle();
    }

    @Override
    public void drive(Round round) {
        current = round;
        ClosedLoop.drive(round, (n, answered) -> send(round, n, answered));
    }

    private void send(Round round, long n, Runnable answered) {
        flights.put(n, new Flight(round, System.nanoTime(), answered));
        int partition = (int) Math.floorMod(n, (long) topics.partitions());
        byte[] key = job.key(n).getBytes(StandardCharsets.US_ASCII);
        var unused =
                producer.send(
                        new ProducerRecord<>(topics.input(), partition, key, job.chainValue(n)),
                        (metadata, failure) -> {
                            if (failure != null && flights.remove(n) != null) {
                                round.wrong("bare chain: " + failure);
                                answered.run();
                            }
                        });
    }

    private void read() {
        try (consumer) {
            while (open) {
                consumer.poll(Duration.ofMillis(500)).forEach(this::arrived);
            }
        } catch (WakeupException e) {
            log.debug("closing");
        } catch (KafkaException e) {
            log.error("the chain's output can not be read", e);
        }
    }

    private void arrived(ConsumerRecord<byte[], byte[]> output) {
        long n = ByteBuffer.wrap(output.value()).getLong();
        Flight flight = flights.remove(n);
        if (flight == null) {
            current.wrong("bare chain: a record that was not expected, or not again");
        } else {
            flight.round().right(n, flight.sentAt());
            flight.answered().run();
        }
    }

    @Override
    public void close() {
        open = false;
        consumer.wakeup();
        try {
            reader.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            throw CannotMeasure.interrupted(e);
        } finally {
            producer.close(Duration.ofSeconds(5));
            chain.close();
        }
    }
}
