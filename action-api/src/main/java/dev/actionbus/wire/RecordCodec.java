package dev.actionbus.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records to bytes and back in the Confluent wire format: magic byte 0, 4-byte big-endian schema
 * id, Avro binary. Thread-safe.
 *
 * <p>A writer's schema comes from the registry once per id and is never forgotten, so an id can not
 * change its meaning under a running process.
 */
public final class RecordCodec {

    private static final int FRAME = 5;
    private static final int MAX_TEXT = 16 << 20;
    private static final int MAX_ITEMS = 1 << 16;

    static {
        // Avro allocates what a length prefix claims; these bound it (read once by Avro at load).
        limit("org.apache.avro.limits.string.maxLength", MAX_TEXT);
        limit("org.apache.avro.limits.bytes.maxLength", MAX_TEXT);
        limit("org.apache.avro.limits.collectionItems.maxLength", MAX_ITEMS);
    }

    private final SchemaRegistry registry;
    private final ConcurrentHashMap<String, Writer> writers = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, WriterSchema> readers = new ConcurrentHashMap<>();

    public RecordCodec(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** What became of some bytes. */
    public sealed interface Decoded {

        /**
         * They are a record of the bus.
         *
         * @param value one of the generated classes
         */
        record Readable(SpecificRecord value) implements Decoded {}

        /**
         * They are not, and never will be.
         *
         * @param code upper snake case
         * @param detail one line
         */
        record Unreadable(String code, String detail) implements Decoded {}
    }

    /** Registers every schema of the contract, so that nothing waits for the registry later. */
    public void registerAll() {
        Contract.SUBJECTS.forEach(this::writer);
    }

    public byte[] encode(SpecificRecord value) {
        Writer writer = writer(value.getSchema().getFullName());
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        out.writeBytes(ByteBuffer.allocate(FRAME).put((byte) 0).putInt(writer.id()).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            writer.avro().write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return out.toByteArray();
    }

    /**
     * @param allowed full names of the records that may lie here
     * @throws RegistryUnavailable the writer's schema could not be asked for
     */
    public Decoded decode(byte @Nullable [] bytes, Set<String> allowed) {
        if (bytes == null) {
            return new Decoded.Unreadable("TOMBSTONE_NOT_ALLOWED", "the value is null");
        }
        if (bytes.length < FRAME) {
            return new Decoded.Unreadable(
                    "FRAME_TOO_SHORT", bytes.length + " bytes; a frame needs 5 and a record");
        }
        if (bytes[0] != 0) {
            return new Decoded.Unreadable(
                    "MAGIC_UNKNOWN", "first byte is " + (bytes[0] & 0xFF) + ", not 0");
        }
        int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
        WriterSchema schema = writerSchema(id);
        if (schema instanceof WriterSchema.Known known) {
            return allowed.contains(known.name())
                    ? read(bytes, known)
                    : new Decoded.Unreadable(
                            "SCHEMA_NOT_ALLOWED", known.name() + " does not belong here");
        }
        return new Decoded.Unreadable("SCHEMA_UNKNOWN", ((WriterSchema.None) schema).why());
    }

    private static Decoded read(byte[] bytes, WriterSchema.Known schema) {
        try {
            if (schema.foreign()) {
                Nesting.check(schema.writer(), body(bytes));
            }
            BinaryDecoder decoder = body(bytes);
            SpecificRecord value = schema.reader().read(null, decoder);
            return decoder.isEnd()
                    ? new Decoded.Readable(value)
                    : new Decoded.Unreadable("AVRO_TRAILING", "bytes after the record");
        } catch (Nesting.TooDeep e) {
            return new Decoded.Unreadable(
                    "AVRO_TOO_DEEP", "more than " + Nesting.MAX_DEPTH + " levels");
        } catch (IOException | RuntimeException e) {
            return new Decoded.Unreadable("AVRO_MALFORMED", e.getClass().getSimpleName());
        }
    }

    private static BinaryDecoder body(byte[] bytes) {
        return DecoderFactory.get().binaryDecoder(bytes, FRAME, bytes.length - FRAME, null);
    }

    private Writer writer(String name) {
        Writer known = writers.get(name);
        if (known != null) {
            return known;
        }
        Schema schema = Contract.schema(name);
        int id = registry.register(name, schema.toString());
        Writer writer = new Writer(id, new GenericDatumWriter<>(schema, Contract.DATA));
        writers.put(name, writer);
        return writer;
    }

    private WriterSchema writerSchema(int id) {
        WriterSchema known = readers.get(id);
        if (known != null) {
            return known;
        }
        Optional<String> json = registry.schemaById(id);
        if (json.isEmpty()) {
            return new WriterSchema.None("no schema has id " + id);
        }
        WriterSchema schema;
        try {
            Schema parsed = new Schema.Parser().parse(json.get());
            schema =
                    Contract.SUBJECTS.contains(parsed.getFullName())
                            ? WriterSchema.Known.of(parsed)
                            : new WriterSchema.None("schema " + id + " is not one of the bus's");
        } catch (AvroRuntimeException e) {
            schema = new WriterSchema.None("schema " + id + " is not an Avro schema");
        }
        readers.put(id, schema);
        return schema;
    }

    private static void limit(String property, int most) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, String.valueOf(most));
        }
    }

    private record Writer(int id, GenericDatumWriter<SpecificRecord> avro) {}

    private sealed interface WriterSchema {
        /**
         * @param foreign not the one this version writes with
         */
        record Known(
                String name,
                Schema writer,
                boolean foreign,
                GenericDatumReader<SpecificRecord> reader)
                implements WriterSchema {

            static Known of(Schema writer) {
                String name = writer.getFullName();
                Schema ours = Contract.schema(name);
                boolean foreign = !writer.equals(ours);
                return new Known(
                        name,
                        writer,
                        foreign,
                        new GenericDatumReader<>(foreign ? writer : ours, ours, Contract.DATA));
            }
        }

        record None(String why) implements WriterSchema {}
    }
}
