package dev.actionbus.embedded.registry;

import dev.actionbus.embedded.registry.LogEntry.SchemaVersion;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What the log says so far: a fold of its entries, in order. Repeating entries changes nothing. */
final class SchemaStore {

    static final Compatibility DEFAULT_LEVEL = Compatibility.FULL_TRANSITIVE;

    private final NavigableMap<String, NavigableMap<Integer, SchemaVersion>> subjects =
            new TreeMap<>();
    private final NavigableMap<Integer, String> schemas = new TreeMap<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Optional<String>, Compatibility> levels = new HashMap<>();

    void apply(LogEntry entry) {
        switch (entry) {
            case SchemaVersion it -> {
                subjects.computeIfAbsent(it.subject(), s -> new TreeMap<>()).put(it.version(), it);
                schemas.put(it.id(), it.schema());
                ids.merge(AvroText.canonical(it.schema()), it.id(), Math::min);
            }
            case LogEntry.VersionErased it -> of(it.subject()).remove(it.version());
            case LogEntry.SubjectDeleted it ->
                    of(it.subject())
                            .headMap(it.upTo(), true)
                            .replaceAll((version, schema) -> schema.asDeleted());
            case LogEntry.LevelSet it -> levels.put(it.subject(), it.level());
            case LogEntry.LevelCleared it -> levels.remove(it.subject());
            case LogEntry.Ignored _ -> {}
        }
    }

    /** Nothing was ever written here. */
    boolean isNew() {
        return schemas.isEmpty() && levels.isEmpty();
    }

    /** Also of deleted versions: records written with it are still there. */
    Optional<String> schema(int id) {
        return Optional.ofNullable(schemas.get(id));
    }

    Optional<Integer> idOf(String canonical) {
        return Optional.ofNullable(ids.get(canonical));
    }

    List<String> subjects() {
        return subjects.keySet().stream().filter(it -> !versions(it).isEmpty()).toList();
    }

    /** The versions of a subject that are not deleted, oldest first. */
    List<SchemaVersion> versions(String subject) {
        return of(subject).values().stream().filter(it -> !it.deleted()).toList();
    }

    Optional<SchemaVersion> version(String subject, String canonical) {
        return versions(subject).stream()
                .filter(it -> AvroText.canonical(it.schema()).equals(canonical))
                .findFirst();
    }

    List<SchemaVersion> versionsOf(int id) {
        return subjects.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .filter(it -> it.id() == id && !it.deleted())
                .toList();
    }

    /** Deleted versions keep their number. */
    int nextVersion(String subject) {
        NavigableMap<Integer, SchemaVersion> versions = of(subject);
        return versions.isEmpty() ? 1 : versions.lastKey() + 1;
    }

    int nextId() {
        return schemas.isEmpty() ? 1 : schemas.lastKey() + 1;
    }

    Compatibility level() {
        return levels.getOrDefault(Optional.<String>empty(), DEFAULT_LEVEL);
    }

    Optional<Compatibility> level(String subject) {
        return Optional.ofNullable(levels.get(Optional.of(subject)));
    }

    private NavigableMap<Integer, SchemaVersion> of(String subject) {
        return subjects.getOrDefault(subject, new TreeMap<>());
    }
}
