package dev.actionbus.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Entries as Confluent Schema Registry writes them: JSON keys and values. The order of a key's
 * fields is part of the format, because compaction compares bytes.
 */
final class LogFormat {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LogFormat() {}

    /**
     * @param value null for a tombstone
     */
    record Raw(byte[] key, byte @Nullable [] value) {}

    static Raw encode(LogEntry entry) {
        return switch (entry) {
            case LogEntry.SchemaVersion it ->
                    new Raw(bytes(schemaKey(it.subject(), it.version())), bytes(value(it)));
            case LogEntry.VersionErased it ->
                    new Raw(bytes(schemaKey(it.subject(), it.version())), null);
            case LogEntry.SubjectDeleted it ->
                    new Raw(
                            bytes(key("DELETE_SUBJECT", Optional.of(it.subject()))),
                            bytes(
                                    JSON.createObjectNode()
                                            .put("subject", it.subject())
                                            .put("version", it.upTo())));
            case LogEntry.LevelSet it ->
                    new Raw(
                            bytes(key("CONFIG", it.subject())),
                            bytes(
                                    JSON.createObjectNode()
                                            .put("compatibilityLevel", it.level().name())));
            case LogEntry.LevelCleared it -> new Raw(bytes(key("CONFIG", it.subject())), null);
            case LogEntry.Ignored _ ->
                    throw new IllegalArgumentException("nothing to write for an ignored entry");
        };
    }

    /** Never fails: what is not understood is {@link LogEntry.Ignored}. */
    static LogEntry decode(byte @Nullable [] keyBytes, byte @Nullable [] valueBytes) {
        try {
            JsonNode key = read(keyBytes);
            JsonNode value = read(valueBytes);
            return switch (key.path("keytype").asText()) {
                case "SCHEMA" -> schema(key, value);
                case "DELETE_SUBJECT" -> subjectDeleted(value);
                case "CONFIG" -> level(key, value);
                default -> new LogEntry.Ignored();
            };
        } catch (IOException e) {
            return new LogEntry.Ignored();
        }
    }

    private static LogEntry schema(JsonNode key, JsonNode value) {
        String subject = key.path("subject").asText();
        int version = key.path("version").asInt();
        if (value.isMissingNode()) {
            return new LogEntry.VersionErased(subject, version);
        }
        boolean plain =
                value.path("schemaType").asText("AVRO").equals("AVRO")
                        && value.path("references").isEmpty();
        return new LogEntry.SchemaVersion(
                subject,
                version,
                value.path("id").asInt(),
                value.path("schema").asText(),
                value.path("deleted").asBoolean(),
                plain);
    }

    private static LogEntry subjectDeleted(JsonNode value) {
        return value.isMissingNode()
                ? new LogEntry.Ignored()
                : new LogEntry.SubjectDeleted(
                        value.path("subject").asText(), value.path("version").asInt());
    }

    private static LogEntry level(JsonNode key, JsonNode value) {
        Optional<String> subject =
                key.hasNonNull("subject")
                        ? Optional.of(key.path("subject").asText())
                        : Optional.empty();
        if (value.isMissingNode()) {
            return new LogEntry.LevelCleared(subject);
        }
        return Compatibility.named(value.path("compatibilityLevel").asText())
                .<LogEntry>map(it -> new LogEntry.LevelSet(subject, it))
                .orElseGet(LogEntry.Ignored::new);
    }

    private static ObjectNode schemaKey(String subject, int version) {
        return JSON.createObjectNode()
                .put("keytype", "SCHEMA")
                .put("subject", subject)
                .put("version", version)
                .put("magic", 1);
    }

    private static ObjectNode key(String type, Optional<String> subject) {
        return JSON.createObjectNode()
                .put("keytype", type)
                .put("subject", subject.orElse(null))
                .put("magic", 0);
    }

    private static ObjectNode value(LogEntry.SchemaVersion entry) {
        return JSON.createObjectNode()
                .put("subject", entry.subject())
                .put("version", entry.version())
                .put("id", entry.id())
                .put("schema", entry.schema())
                .put("deleted", entry.deleted());
    }

    private static JsonNode read(byte @Nullable [] bytes) throws IOException {
        return bytes == null ? JSON.missingNode() : JSON.readTree(bytes);
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers", e);
        }
    }
}
