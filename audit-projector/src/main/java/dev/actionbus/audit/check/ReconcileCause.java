package dev.actionbus.audit.check;

import dev.actionbus.wire.EventId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** What the ledger says an event or a dead letter comes from. */
sealed interface ReconcileCause {

    Pattern RECORD = Pattern.compile("([^/]+)/(\\d{1,9})/(\\d{1,18})(?:#(\\d{1,9}))?");
    String TIMER_BEGIN = "timer/";

    /**
     * A record of one of the topics that it reads.
     *
     * @param first whether it says what became of the record itself; else it followed from it
     */
    record Input(TopicPartition partition, long offset, boolean first) implements ReconcileCause {
        @Override
        public String toString() {
            return partition.topic() + "/" + partition.partition() + "/" + offset;
        }
    }

    /** The time that has passed. */
    record Timer() implements ReconcileCause {}

    /** It does not say. */
    record Unsaid(String instead) implements ReconcileCause {}

    static ReconcileCause ofEvent(ConsumerRecord<byte[], byte[]> event) {
        return header(event, "ce_id");
    }

    static ReconcileCause ofDeadLetter(ConsumerRecord<byte[], byte[]> letter) {
        return header(letter, "actionbus-source");
    }

    private static ReconcileCause header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return Optional.ofNullable(header)
                .map(Header::value)
                .map(it -> parse(new String(it, StandardCharsets.UTF_8)))
                .orElseGet(() -> new Unsaid("no header " + name));
    }

    private static ReconcileCause parse(String id) {
        String text = EventId.parse(id).cause();
        if (text.startsWith(TIMER_BEGIN)) {
            return new Timer();
        }
        Matcher parts = RECORD.matcher(text);
        return parts.matches()
                ? new Input(
                        new TopicPartition(parts.group(1), Integer.parseInt(parts.group(2))),
                        Long.parseLong(parts.group(3)),
                        parts.group(4) == null || Integer.parseInt(parts.group(4)) == 0)
                : new Unsaid("its id is " + text);
    }
}
