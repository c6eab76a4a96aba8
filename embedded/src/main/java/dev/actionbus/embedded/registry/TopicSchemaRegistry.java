package dev.actionbus.embedded.registry;

import dev.actionbus.wire.RegistryUnavailable;
import dev.actionbus.wire.SchemaRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ConcurrentTransactionsException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownProducerIdException;

/**
 * A schema registry that keeps everything on the compacted topic {@code _schemas}, in Confluent
 * Schema Registry's record format: a Confluent registry can take the topic over, and this one reads
 * what a Confluent registry wrote. Not both at a time: Confluent's writer knows nothing of the
 * fence below.
 *
 * <p>Any number of these, in any number of processes, may work on one topic: a change is decided
 * from the whole log and written in a transaction which fails if another one wrote in between; then
 * it is decided again. So an id never means two schemas. The same schema has the same id under
 * every subject. A new version must be compatible with the earlier ones of its subject; without a
 * configured level {@code FULL_TRANSITIVE}. Thread-safe.
 */
public final class TopicSchemaRegistry implements SchemaRegistry, AutoCloseable {

    private static final int TRIES = 40;
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    /**
     * Another writer came in between, or the broker forgot or aborted us. Deciding again with a new
     * producer is safe after each of these, even if the transaction was committed: it is read
     * first.
     */
    private static final Set<Class<? extends KafkaException>> LOST_TURN =
            Set.of(
                    SchemaLog.UnclearEnd.class,
                    ProducerFencedException.class,
                    InvalidProducerEpochException.class,
                    InvalidTxnStateException.class,
                    InvalidPidMappingException.class,
                    OutOfOrderSequenceException.class,
                    UnknownProducerIdException.class,
                    ConcurrentTransactionsException.class,
                    TransactionAbortableException.class,
                    TransactionAbortedException.class);

    private final SchemaStore store = new SchemaStore();
    private final SchemaLog log;

    private TopicSchemaRegistry(SchemaLog log) {
        this.log = log;
    }

    /**
     * Makes the topic if there is none and reads it.
     *
     * @param kafka client settings, {@code bootstrap.servers} at least
     * @throws RegistryUnavailable Kafka did not answer
     */
    public static TopicSchemaRegistry open(Map<String, Object> kafka) {
        try {
            TopicSchemaRegistry registry = new TopicSchemaRegistry(new SchemaLog(kafka));
            registry.read(store -> store);
            return registry;
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    /**
     * @throws RegistryRefusal not an Avro schema, or not compatible
     */
    @Override
    public synchronized int register(String subject, String schema) {
        return store.version(subject, AvroText.canonical(schema))
                .map(LogEntry.SchemaVersion::id)
                .orElseGet(() -> change(it -> Decision.register(it, subject, schema)));
    }

    @Override
    public synchronized Optional<String> schemaById(int id) {
        return store.schema(id).or(() -> read(it -> it.schema(id)));
    }

    @Override
    public synchronized void close() {
        log.close();
    }

    /** Asks the log as it is now. */
    synchronized <T> T read(Function<SchemaStore, T> question) {
        try {
            log.readToEnd(store::apply);
        } catch (KafkaException e) {
            throw unavailable(e);
        }
        return question.apply(store);
    }

    /** Decides from the log as it is now, writes, answers. */
    synchronized <T> T change(Function<SchemaStore, Decision<T>> choice) {
        for (int attempt = 1; ; attempt++) {
            try {
                log.becomeWriter();
                Decision<T> decision = read(choice);
                if (!decision.entries().isEmpty()) {
                    log.write(decision.entries(), store::apply);
                }
                return decision.answer();
            } catch (KafkaException e) {
                log.resign();
                if (attempt == TRIES || failure(e) != Failure.FENCED) {
                    throw told(e);
                }
                pause(attempt);
            }
        }
    }

    private enum Failure {
        FENCED,
        TOO_LARGE,
        UNAVAILABLE
    }

    private static Failure failure(KafkaException failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (LOST_TURN.contains(e.getClass())) {
                return Failure.FENCED;
            }
            if (e instanceof RecordTooLargeException) {
                return Failure.TOO_LARGE;
            }
        }
        return Failure.UNAVAILABLE;
    }

    /** Random, so that two writers do not fence each other for ever. */
    private static void pause(int attempt) {
        long longest = Math.min(LONGEST_PAUSE.toNanos(), attempt * 10_000_000L);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
    }

    private static RuntimeException told(KafkaException e) {
        return switch (failure(e)) {
            case TOO_LARGE -> RegistryRefusal.invalidSchema("larger than the topic takes");
            case FENCED, UNAVAILABLE -> unavailable(e);
        };
    }

    private static RegistryUnavailable unavailable(KafkaException e) {
        return new RegistryUnavailable("the schemas topic: " + e.getMessage(), e);
    }
}
