package dev.actionbus.audit.check;

/**
 * Something that is wrong with a log, its notes, or an export of them.
 *
 * @param kind what, for machines
 * @param origin which log, or what stands in its place
 * @param text what and where, for people
 */
public record Finding(Kind kind, String origin, String text) {

    /** What can be wrong. */
    public enum Kind {
        /** The first records were deleted. */
        START_MISSING,
        /** No note vouches for any record. */
        NOTHING_SIGNED,
        NOTE_UNREADABLE,
        /** By none of the known keys. */
        NOTE_UNSIGNED,
        /** Of a log that is not here. */
        NOTE_FOREIGN,
        /** A note about fewer records than the one before it. */
        NOTE_SHRINKS,
        /** The records are not those a note was signed for. */
        ROOT_DIFFERS,
        /** A note was signed for more records than there are. */
        RECORDS_MISSING,
        RECORD_CHANGED,
        RECORD_REMOVED,
        RECORD_INSERTED,
        /** Records have changed their places. */
        RECORD_MOVED,
        /** An export that does not fit its own note, or is signed by none of the known keys. */
        EXPORT_DAMAGED,
        /** An export of a log that is not here. */
        EXPORT_FOREIGN
    }
}
