package dev.actionbus.executor;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A record of the tasks topic that was read and is not yet claimed. */
sealed interface Task {

    Position position();

    /** Slots it occupies while it runs. */
    int weight();

    /** Work for a handler. */
    record Granted(Position position, Assignment work) implements Task {
        @Override
        public int weight() {
            return work.weight();
        }

        @Override
        public String toString() {
            return work + " (" + position + ")";
        }
    }

    /**
     * Nobody can read it: it goes to the dead letters, and the offset moves on.
     *
     * @param record the bytes
     * @param code upper snake case
     * @param detail one line
     */
    record Unreadable(ConsumerRecord<byte[], byte[]> record, String code, String detail)
            implements Task {
        @Override
        public Position position() {
            return Position.of(record);
        }

        @Override
        public int weight() {
            return 0;
        }
    }

    /**
     * Where it lies.
     *
     * @param leaderEpoch lets the broker notice a truncated log (KIP-320)
     */
    record Position(TopicPartition partition, long offset, Optional<Integer> leaderEpoch) {

        static Position of(ConsumerRecord<?, ?> record) {
            return new Position(
                    new TopicPartition(record.topic(), record.partition()),
                    record.offset(),
                    record.leaderEpoch());
        }

        OffsetAndMetadata next() {
            return new OffsetAndMetadata(offset + 1, leaderEpoch, "");
        }

        @Override
        public String toString() {
            return partition + "@" + offset;
        }
    }
}
