package dev.actionbus.executor;

import dev.actionbus.wire.RegistryUnavailable;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What a Kafka exception asks of us, in the terms of KIP-1050: the only place that looks at their
 * types. Ordered from harmless to hopeless.
 */
enum KafkaFailure {
    /** Abort the transaction, read the tasks again. */
    ABORT,
    /** The commit may have happened: commit again; never run the tasks on a guess. */
    IN_DOUBT,
    /** These clients are of no use any more: make new ones. */
    REBUILD,
    /** The group's offset is missing or outside the topic: stop, an operator decides. */
    OFFSETS_MISSING,
    /** No repetition will help: stop. */
    FATAL;

    /** A failure before the commit was asked for: nothing can have been committed. */
    static KafkaFailure beforeCommit(Throwable failure) {
        return worst(failure, ABORT);
    }

    /** A failure of the commit itself. */
    static KafkaFailure atCommit(Throwable failure) {
        boolean unanswered =
                failure instanceof TimeoutException || failure instanceof InterruptException;
        return unanswered ? IN_DOUBT : worst(failure, ABORT);
    }

    /** A failure of an abort: the coordinator will do it, but this producer can not go on. */
    static KafkaFailure atAbort(Throwable failure) {
        return worst(failure, REBUILD);
    }

    /** A failure while connecting or reading. */
    static KafkaFailure whileReading(Throwable failure) {
        boolean passing =
                failure instanceof RetriableException || failure instanceof RegistryUnavailable;
        return worst(failure, passing ? ABORT : REBUILD);
    }

    /** Whether the producer of a report is still good after this. */
    static boolean reporterSurvives(Throwable failure) {
        return failure instanceof RetriableException
                || failure instanceof RecordTooLargeException
                || failure instanceof InterruptException;
    }

    private static KafkaFailure worst(Throwable failure, KafkaFailure otherwise) {
        KafkaFailure worst = otherwise;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            KafkaFailure one = single(at, otherwise);
            worst = one.compareTo(worst) > 0 ? one : worst;
        }
        return worst;
    }

    private static KafkaFailure single(Throwable failure, KafkaFailure otherwise) {
        return switch (failure) {
            case InvalidOffsetException e -> OFFSETS_MISSING;
            case AuthenticationException e -> FATAL;
            case AuthorizationException e -> FATAL;
            case UnsupportedVersionException e -> FATAL;
            case InvalidConfigurationException e -> FATAL;
            case ConfigException e -> FATAL;
            // Only the group's generation was old; the next poll brings a new one.
            case IllegalGenerationException e -> otherwise;
            case UnknownMemberIdException e -> otherwise;
            case ApplicationRecoverableException e -> REBUILD;
            case InvalidTxnStateException e -> REBUILD;
            case OutOfOrderSequenceException e -> REBUILD;
            case IllegalStateException e -> REBUILD;
            default -> otherwise;
        };
    }
}
