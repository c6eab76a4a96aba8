package dev.actionbus.audit.check;

import org.jspecify.annotations.Nullable;

/**
 * A record of the topic of checkpoints, as bytes.
 *
 * @param partition of that topic
 * @param offset in that partition
 * @param key the origin of the log, in UTF-8
 * @param value the signed note, in UTF-8
 */
public record NoteRecord(
        int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {

    String where() {
        return "the note at " + partition + ":" + offset;
    }
}
