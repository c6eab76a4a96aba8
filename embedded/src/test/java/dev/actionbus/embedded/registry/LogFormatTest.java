package dev.actionbus.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The texts are Confluent's, field for field: compaction compares the bytes of keys. */
final class LogFormatTest {

    @Test
    void aSchemaIsWrittenAsConfluentWritesIt() {
        LogFormat.Raw raw =
                LogFormat.encode(
                        new LogEntry.SchemaVersion("orders", 2, 7, "\"string\"", false, true));
        assertThat(raw.key())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(
                        """
                        {"keytype":"SCHEMA","subject":"orders","version":2,"magic":1}\
                        """);
        assertThat(raw.value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(
                        """
                        {"subject":"orders","version":2,"id":7,"schema":"\\"string\\"","deleted":false}\
                        """);
    }

    @Test
    void levelsAndDeletesAreWrittenAsConfluentWritesThem() {
        LogFormat.Raw global =
                LogFormat.encode(new LogEntry.LevelSet(Optional.empty(), Compatibility.FULL));
        assertThat(global.key())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}");
        assertThat(global.value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"compatibilityLevel\":\"FULL\"}");
        LogFormat.Raw deleted = LogFormat.encode(new LogEntry.SubjectDeleted("orders", 3));
        assertThat(deleted.key())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"orders\",\"magic\":0}");
        assertThat(deleted.value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"subject\":\"orders\",\"version\":3}");
    }

    @Test
    void whatConfluentAddsIsReadOrPassedOver() {
        assertThat(decode("{\"keytype\":\"NOOP\",\"magic\":0}", null))
                .isEqualTo(new LogEntry.Ignored());
        assertThat(decode("not json", "{}")).isEqualTo(new LogEntry.Ignored());
        assertThat(
                        decode(
                                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}",
                                "{\"subject\":\"s\",\"version\":1,\"id\":4,\"md5\":\"x\","
                                        + "\"schemaType\":\"PROTOBUF\",\"schema\":\"message M {}\","
                                        + "\"deleted\":false}"))
                .isEqualTo(new LogEntry.SchemaVersion("s", 1, 4, "message M {}", false, false));
        assertThat(
                        decode(
                                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}",
                                null))
                .isEqualTo(new LogEntry.VersionErased("s", 1));
    }

    private static LogEntry decode(String key, @Nullable String value) {
        return LogFormat.decode(
                key.getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
}
