package dev.actionbus.embedded.registry;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/**
 * Which earlier versions of a subject a new schema has to get along with, and in what direction.
 */
enum Compatibility {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean readsOld;
    private final boolean readByOld;
    private final boolean allVersions;

    Compatibility(boolean readsOld, boolean readByOld, boolean allVersions) {
        this.readsOld = readsOld;
        this.readByOld = readByOld;
        this.allVersions = allVersions;
    }

    static Optional<Compatibility> named(String name) {
        return Arrays.stream(values()).filter(it -> it.name().equalsIgnoreCase(name)).findFirst();
    }

    /**
     * What stands against the candidate; empty if nothing does.
     *
     * @param newestFirst earlier versions
     */
    List<String> problems(Schema candidate, List<Schema> newestFirst) {
        return newestFirst.stream()
                .limit(allVersions ? Long.MAX_VALUE : 1)
                .flatMap(old -> problems(candidate, old))
                .distinct()
                .toList();
    }

    private Stream<String> problems(Schema candidate, Schema old) {
        return Stream.concat(
                readsOld ? reading(candidate, old, "reads the old") : Stream.empty(),
                readByOld ? reading(old, candidate, "is read by the old") : Stream.empty());
    }

    private static Stream<String> reading(Schema reader, Schema writer, String direction) {
        SchemaPairCompatibility pair =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (pair.getType() == SchemaCompatibilityType.COMPATIBLE) {
            return Stream.empty();
        }
        return pair.getResult().getIncompatibilities().stream()
                .map(it ->
                        "where the new schema %s: %s at %s: %s"
                                .formatted(
                                        direction,
                                        it.getType(),
                                        it.getLocation(),
                                        it.getMessage()));
    }
}
