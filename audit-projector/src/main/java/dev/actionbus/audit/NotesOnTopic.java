package dev.actionbus.audit;

import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.SignedNote;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints as they lie on their topic, each in the partition that it is about. */
public record NotesOnTopic(CommittedReads reads, Topics topics) implements PublishedNotes {

    private static final Logger log = LoggerFactory.getLogger(NotesOnTopic.class);

    @Override
    public Optional<SignedNote> last(LogId id) {
        return reads.last(new TopicPartition(topics.checkpoints(), id.partition()))
                .flatMap(message -> read(id, message));
    }

    private static Optional<SignedNote> read(LogId id, ConsumerRecord<byte[], byte[]> message) {
        try {
            SignedNote note = SignedNote.parse(new String(message.value(), StandardCharsets.UTF_8));
            if (Checkpoint.parse(note.text()).log().equals(id)) {
                return Optional.of(note);
            }
            log.warn("offset {} is a checkpoint of another log than {}", message.offset(), id);
        } catch (IllegalArgumentException e) {
            log.warn("offset {} is no checkpoint of {}: {}", message.offset(), id, e.getMessage());
        }
        return Optional.empty();
    }
}
