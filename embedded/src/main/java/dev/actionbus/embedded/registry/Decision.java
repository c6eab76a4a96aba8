package dev.actionbus.embedded.registry;

import dev.actionbus.embedded.registry.LogEntry.SchemaVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * What to write and what to answer once it is written. Made from the whole log; pure, because it is
 * made again when another writer was faster.
 *
 * @param entries empty: nothing to write
 */
record Decision<T>(T answer, List<LogEntry> entries) {

    static Decision<Integer> register(SchemaStore store, String subject, String text) {
        Schema schema =
                AvroText.parse(text)
                        .orElseThrow(() -> RegistryRefusal.invalidSchema("not an Avro schema"));
        String canonical = schema.toString();
        Optional<SchemaVersion> known = store.version(subject, canonical);
        if (known.isPresent()) {
            return new Decision<>(known.get().id(), List.of());
        }
        List<String> problems =
                problems(store, subject, schema, store.versions(subject).reversed());
        if (!problems.isEmpty()) {
            throw RegistryRefusal.incompatible(subject, problems);
        }
        List<LogEntry> entries = new ArrayList<>();
        if (store.isNew()) {
            // Said aloud, so that a registry with another default keeps to it.
            entries.add(new LogEntry.LevelSet(Optional.empty(), SchemaStore.DEFAULT_LEVEL));
        }
        int id = store.idOf(canonical).orElseGet(store::nextId);
        entries.add(
                new SchemaVersion(subject, store.nextVersion(subject), id, canonical, false, true));
        return new Decision<>(id, entries);
    }

    static List<String> problems(
            SchemaStore store, String subject, Schema candidate, List<SchemaVersion> newestFirst) {
        Compatibility level = store.level(subject).orElseGet(store::level);
        if (level == Compatibility.NONE) {
            return List.of();
        }
        List<Schema> earlier = new ArrayList<>();
        for (SchemaVersion version : newestFirst) {
            Optional<Schema> schema =
                    version.plain() ? AvroText.parse(version.schema()) : Optional.empty();
            if (schema.isEmpty()) {
                return List.of("version " + version.version() + " is not plain Avro");
            }
            earlier.add(schema.get());
        }
        return level.problems(candidate, earlier);
    }

    static Decision<List<Integer>> deleteSubject(SchemaStore store, String subject) {
        List<Integer> versions =
                store.versions(subject).stream().map(SchemaVersion::version).toList();
        if (versions.isEmpty()) {
            throw RegistryRefusal.noSubject(subject);
        }
        return new Decision<>(
                versions, List.of(new LogEntry.SubjectDeleted(subject, versions.getLast())));
    }

    static Decision<Integer> deleteVersion(SchemaVersion version) {
        if (!version.plain()) {
            throw RegistryRefusal.malformed("only plain Avro schemas can be deleted here");
        }
        return new Decision<>(version.version(), List.of(version.asDeleted()));
    }

    static Decision<Compatibility> setLevel(Optional<String> subject, Compatibility level) {
        return new Decision<>(level, List.of(new LogEntry.LevelSet(subject, level)));
    }
}
