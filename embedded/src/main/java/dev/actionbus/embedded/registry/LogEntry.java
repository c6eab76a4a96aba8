package dev.actionbus.embedded.registry;

import java.util.Optional;

/** What one record of the schemas topic says. */
sealed interface LogEntry {

    /**
     * A version of a subject exists, or is softly deleted.
     *
     * @param plain Avro without references: what this registry can check and rewrite
     */
    record SchemaVersion(
            String subject, int version, int id, String schema, boolean deleted, boolean plain)
            implements LogEntry {

        SchemaVersion asDeleted() {
            return new SchemaVersion(subject, version, id, schema, true, plain);
        }
    }

    /** A version is gone for good. */
    record VersionErased(String subject, int version) implements LogEntry {}

    /** Every version up to this one is softly deleted. */
    record SubjectDeleted(String subject, int upTo) implements LogEntry {}

    /**
     * @param subject empty: for all subjects without a level of their own
     */
    record LevelSet(Optional<String> subject, Compatibility level) implements LogEntry {}

    record LevelCleared(Optional<String> subject) implements LogEntry {}

    /** Nothing this registry acts on. */
    record Ignored() implements LogEntry {}
}
