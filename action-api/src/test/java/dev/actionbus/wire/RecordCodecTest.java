package dev.actionbus.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.CancelRequested;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.Heartbeat;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever lies on a topic has an answer: a record, or the reason why it is none. */
final class RecordCodecTest {

    private static final String CANCEL = name(CancelRequested.getClassSchema());
    private static final String HEARTBEAT = name(Heartbeat.getClassSchema());
    private static final String TREE =
            "{\"type\":\"record\",\"name\":\"Tree\",\"fields\":["
                    + "{\"name\":\"child\",\"type\":[\"null\",\"Tree\"]}]}";
    private static final String NEVER_ENDING_LENGTH = "ffffffffffffffffffff01";

    private final MemoryRegistry registry = new MemoryRegistry();
    private final RecordCodec codec = new RecordCodec(registry);

    @Test
    void tombstoneIsNoRecord() {
        assertUnreadable(null, "TOMBSTONE_NOT_ALLOWED");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void fewerThanFiveBytesAreNoFrame(int length) {
        assertUnreadable(new byte[length], "FRAME_TOO_SHORT");
    }

    @Test
    void otherMagicByteIsNamed() {
        byte[] bytes = cancel();
        bytes[0] = (byte) 0x7B;
        assertUnreadable(bytes, "MAGIC_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99, -1})
    void idTheRegistryDoesNotKnowIsNoRecord(int id) {
        byte[] bytes = cancel();
        ByteBuffer.wrap(bytes).putInt(1, id);
        assertUnreadable(bytes, "SCHEMA_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "\"string\"",
                "{\"type\":\"record\"}",
                "{\"type\":\"record\",\"name\":\"X\",\"fields\":[{\"name\":\"a b\",\"type\":7}]}",
                "{\"type\":\"record\",\"name\":\"Foreign\",\"fields\":[]}"
            })
    void idOfAnythingElseIsNoRecord(String schema) {
        assertUnreadable(framed(schema, ""), "SCHEMA_UNKNOWN");
        assertUnreadable(framed("[".repeat(100_000), ""), "SCHEMA_UNKNOWN");
    }

    @Test
    void recordOfAnotherTopicIsNotAllowed() {
        byte[] bytes = codec.encode(Samples.FILLED.of(name(ActionCompleted.getClassSchema())));
        assertThat(unreadable(codec.decode(bytes, Contract.REQUESTS)).code())
                .isEqualTo("SCHEMA_NOT_ALLOWED");
        assertThat(codec.decode(bytes, Contract.EVENTS)).isInstanceOf(Decoded.Readable.class);
    }

    @Test
    void cutOffAnywhereIsMalformed() {
        byte[] bytes = cancel();
        for (int length = 5; length < bytes.length; length++) {
            assertUnreadable(Arrays.copyOf(bytes, length), "AVRO_MALFORMED");
        }
    }

    @Test
    void bytesAfterTheRecordAreNotIgnored() {
        byte[] bytes = cancel();
        assertUnreadable(Arrays.copyOf(bytes, bytes.length + 1), "AVRO_TRAILING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"04", "01", "feffffff0f"})
    void unionBranchThatDoesNotExistIsMalformed(String branch) {
        String upToProgress = "00" + "02" + "00";
        String schema = Contract.schemaJson(HEARTBEAT);
        assertThat(decode(framed(schema, upToProgress + "00" + "00" + "00" + "00"), HEARTBEAT))
                .isInstanceOf(Decoded.Readable.class);
        byte[] bytes = framed(schema, upToProgress + branch + "00" + "00" + "00");
        assertThat(unreadable(decode(bytes, HEARTBEAT)).code()).isEqualTo("AVRO_MALFORMED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7e", "01", "feffffff0f"})
    void enumSymbolThatDoesNotExistIsMalformed(String symbol) {
        String record = name(DuplicateObserved.getClassSchema());
        String schema = Contract.schemaJson(record);
        assertThat(decode(framed(schema, "0000000000" + "00" + "00" + "00"), record))
                .isInstanceOf(Decoded.Readable.class);
        byte[] bytes = framed(schema, "0000000000" + symbol + "00" + "00");
        assertThat(unreadable(decode(bytes, record)).code()).isEqualTo("AVRO_MALFORMED");
    }

    @Test
    void numberOfElevenBytesIsMalformed() {
        String schema = Contract.schemaJson(CANCEL);
        assertUnreadable(framed(schema, NEVER_ENDING_LENGTH), "AVRO_MALFORMED");
        assertUnreadable(framed(schema, "00000000" + NEVER_ENDING_LENGTH), "AVRO_MALFORMED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"feffffff0f", "feffffffffffffffff01", "01", "ffffffffffffffffff01"})
    void lengthNobodyCouldHoldTakesNoMemory(String length) {
        assertUnreadable(framed(Contract.schemaJson(CANCEL), length), "AVRO_MALFORMED");
        String completed = name(ActionCompleted.getClassSchema());
        byte[] bytes = framed(Contract.schemaJson(completed), "00".repeat(9) + length);
        assertThat(unreadable(decode(bytes, completed)).code()).isEqualTo("AVRO_MALFORMED");
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 100_000})
    void writersFieldNestedBeyondReasonIsTooDeep(int depth) {
        byte[] bytes = framed(withField("tree", TREE), "02".repeat(depth) + "00".repeat(6));
        assertUnreadable(bytes, "AVRO_TOO_DEEP");
        String list =
                TREE.replace("[\"null\",\"Tree\"]", "{\"type\":\"array\",\"items\":\"Tree\"}");
        byte[] lists = framed(withField("tree", list), "02".repeat(depth) + "00".repeat(depth + 6));
        assertUnreadable(lists, "AVRO_TOO_DEEP");
    }

    @Test
    void writersFieldOfManyEmptyItemsTakesNoTime() {
        String nulls = "{\"type\":\"array\",\"items\":\"null\"}";
        byte[] bytes = framed(withField("nulls", nulls), "feffffffffffffff7f" + "00".repeat(6));
        assertUnreadable(bytes, "AVRO_MALFORMED");
    }

    @Test
    void writersFieldOfAnyOtherShapeIsSkipped() {
        byte[] bytes = framed(withField("tree", TREE), "0202" + "00".repeat(6));
        assertThat(decode(bytes, CANCEL))
                .isEqualTo(new Decoded.Readable(Samples.MINIMAL.of(CANCEL)));
    }

    @Test
    void classNamedByASchemaIsNotLoaded() {
        String trap = "dev.actionbus.wire.RecordCodecTest$Trap";
        String props =
                "{\"type\":\"string\",\"java-class\":\"%1$s\",\"java-element-class\":\"%1$s\","
                        + "\"java-key-class\":\"%1$s\",\"avro.java.string\":\"%1$s\"}";
        String schema =
                Contract.schemaJson(CANCEL)
                        .replace(
                                "{\"type\":\"string\",\"avro.java.string\":\"String\"}",
                                String.format(props, trap));
        assertThat(schema).contains(trap);
        assertThat(decode(framed(schema, "00".repeat(5)), CANCEL))
                .isEqualTo(new Decoded.Readable(Samples.MINIMAL.of(CANCEL)));
        assertThat(TRAPPED).isFalse();
    }

    @Test
    void registryThatDoesNotAnswerSaysNothingAboutTheRecord() {
        byte[] bytes = cancel();
        RegistryUnavailable down = new RegistryUnavailable("down", new IOException("refused"));
        AtomicBoolean up = new AtomicBoolean();
        RecordCodec sometimes =
                new RecordCodec(
                        new SchemaRegistry() {
                            @Override
                            public int register(String subject, String schema) {
                                throw down;
                            }

                            @Override
                            public Optional<String> schemaById(int id) {
                                if (up.get()) {
                                    return registry.schemaById(id);
                                }
                                throw down;
                            }
                        });
        assertThatThrownBy(() -> sometimes.decode(bytes, Contract.CONTROL)).isSameAs(down);
        assertThatThrownBy(() -> sometimes.encode(Samples.MINIMAL.of(CANCEL))).isSameAs(down);
        up.set(true);
        assertThat(sometimes.decode(bytes, Contract.CONTROL)).isInstanceOf(Decoded.Readable.class);
        up.set(false);
        assertThat(sometimes.decode(bytes, Contract.CONTROL))
                .as("a schema once read is not forgotten")
                .isInstanceOf(Decoded.Readable.class);
    }

    @Test
    void schemaRegisteredLaterIsFound() {
        byte[] bytes = framed(Contract.schemaJson(CANCEL), "00".repeat(5));
        ByteBuffer.wrap(bytes).putInt(1, 2);
        assertUnreadable(bytes, "SCHEMA_UNKNOWN");
        assertThat(registry.register("x", Contract.schemaJson(CANCEL) + " ")).isEqualTo(2);
        assertThat(decode(bytes, CANCEL)).isInstanceOf(Decoded.Readable.class);
    }

    @Test
    void everySubjectIsRegisteredAtOnce() {
        codec.registerAll();
        assertThat(registry.schemaById(Contract.SUBJECTS.size())).isPresent();
        assertThat(registry.schemaById(Contract.SUBJECTS.size() + 1)).isEmpty();
        assertThat(Contract.SUBJECTS).contains(name(AttemptFailed.getClassSchema())).hasSize(44);
    }

    private byte[] cancel() {
        SpecificRecord value = Samples.FILLED.of(CANCEL);
        return codec.encode(value);
    }

    private Decoded decode(byte @Nullable [] bytes, String record) {
        return codec.decode(bytes, Set.of(record));
    }

    private void assertUnreadable(byte @Nullable [] bytes, String code) {
        assertThat(unreadable(decode(bytes, CANCEL)).code()).isEqualTo(code);
    }

    private static Decoded.Unreadable unreadable(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Unreadable.class);
        return (Decoded.Unreadable) decoded;
    }

    private byte[] framed(String schema, String hex) {
        int id = registry.register("any", schema);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        out.writeBytes(HexFormat.of().parseHex(hex));
        return out.toByteArray();
    }

    /** CancelRequested with one field before all others. */
    private static String withField(String name, String type) {
        return Contract.schemaJson(CANCEL)
                .replace(
                        "\"fields\":[",
                        "\"fields\":[{\"name\":\"" + name + "\",\"type\":" + type + "},");
    }

    private static String name(Schema schema) {
        return schema.getFullName();
    }

    private static final AtomicBoolean TRAPPED = new AtomicBoolean();

    /** Must never be initialised. */
    static final class Trap {
        static {
            TRAPPED.set(true);
        }

        private Trap() {}
    }
}
