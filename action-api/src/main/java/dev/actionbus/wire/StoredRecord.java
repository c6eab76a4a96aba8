package dev.actionbus.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records in a state store: Avro's single-object encoding, which carries the schema's fingerprint
 * and needs no registry. Thread-safe.
 *
 * @param <T> the generated class
 */
public final class StoredRecord<T extends SpecificRecord> {

    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    public StoredRecord(Class<T> type) {
        Schema schema = Contract.schema(type.getName());
        encoder = new BinaryMessageEncoder<>(Contract.DATA, schema);
        decoder = new BinaryMessageDecoder<>(Contract.DATA, schema);
    }

    public byte[] encode(T value) {
        try {
            ByteBuffer bytes = encoder.encode(value);
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
    }

    public T decode(byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("a stored record is damaged", e);
        }
    }
}
