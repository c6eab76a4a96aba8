package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KafkaFailureTest {

    static Set<RuntimeException> hopeless() {
        return Set.of(
                new SaslAuthenticationException("no"),
                new GroupAuthorizationException("group"),
                new UnsupportedVersionException("old"),
                new KafkaException("in an error state", new GroupAuthorizationException("group")));
    }

    static Set<RuntimeException> fenced() {
        return Set.of(
                new ProducerFencedException("another"),
                new InvalidProducerEpochException("old"),
                new IllegalStateException("no such transition"),
                new KafkaException("in an error state", new ProducerFencedException("another")));
    }

    @Test
    void aCommitWithoutAnAnswerIsInDoubt() {
        assertThat(KafkaFailure.atCommit(new TimeoutException())).isEqualTo(KafkaFailure.IN_DOUBT);
        assertThat(KafkaFailure.atCommit(new InterruptException("now")))
                .isEqualTo(KafkaFailure.IN_DOUBT);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aTimeoutBeforeTheCommitIsHarmless() {
        assertThat(KafkaFailure.beforeCommit(new TimeoutException())).isEqualTo(KafkaFailure.ABORT);
    }

    @Test
    void aSendThatFailedFailsTheCommitWithoutDoubt() {
        KafkaException failedSend =
                new KafkaException("in an error state", new TimeoutException("batch expired"));
        assertThat(KafkaFailure.atCommit(failedSend)).isEqualTo(KafkaFailure.ABORT);
    }

    @Test
    void aClaimForAnOldGenerationIsAborted() {
        assertThat(KafkaFailure.beforeCommit(new CommitFailedException("rebalanced")))
                .isEqualTo(KafkaFailure.ABORT);
        assertThat(KafkaFailure.atCommit(new TransactionAbortableException("no")))
                .isEqualTo(KafkaFailure.ABORT);
    }

    @ParameterizedTest
    @MethodSource("fenced")
    void aFencedProducerIsReplaced(RuntimeException failure) {
        assertThat(KafkaFailure.beforeCommit(failure)).isEqualTo(KafkaFailure.REBUILD);
        assertThat(KafkaFailure.atCommit(failure)).isEqualTo(KafkaFailure.REBUILD);
        assertThat(KafkaFailure.atAbort(failure)).isEqualTo(KafkaFailure.REBUILD);
    }

    @ParameterizedTest
    @MethodSource("hopeless")
    void whatNoRepetitionHelpsStopsTheExecutor(RuntimeException failure) {
        assertThat(KafkaFailure.beforeCommit(failure)).isEqualTo(KafkaFailure.FATAL);
        assertThat(KafkaFailure.atCommit(failure)).isEqualTo(KafkaFailure.FATAL);
        assertThat(KafkaFailure.atAbort(failure)).isEqualTo(KafkaFailure.FATAL);
        assertThat(KafkaFailure.whileReading(failure)).isEqualTo(KafkaFailure.FATAL);
    }

    @Test
    void aMissingOffsetIsNeverGuessed() {
        assertThat(
                        KafkaFailure.whileReading(
                                new NoOffsetForPartitionException(new TopicPartition("t", 0))))
                .isEqualTo(KafkaFailure.OFFSETS_MISSING);
    }

    @Test
    void aReaderThatFailsForNoKnownReasonIsReplaced() {
        assertThat(KafkaFailure.whileReading(new KafkaException("?")))
                .isEqualTo(KafkaFailure.REBUILD);
        assertThat(KafkaFailure.whileReading(new TimeoutException())).isEqualTo(KafkaFailure.ABORT);
    }
}
