package dev.actionbus.wire;

import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;

/**
 * Walks a record written with a schema that is not ours before Avro reads it. Avro skips fields we
 * do not have, however deep they nest and however many empty items they claim; here both have an
 * end, the same one on every machine.
 */
final class Nesting {

    static final int MAX_DEPTH = 64;

    private Nesting() {}

    /** The value nests deeper than {@link #MAX_DEPTH}. */
    static final class TooDeep extends AvroRuntimeException {
        private static final long serialVersionUID = 1L;

        TooDeep() {
            super("nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    /**
     * Reads one value to its end.
     *
     * @throws TooDeep more than {@link #MAX_DEPTH} levels of records, arrays and maps
     * @throws AvroRuntimeException more items than there are bytes
     */
    static void check(Schema schema, BinaryDecoder in) throws IOException {
        check(schema, in, 1);
    }

    private static void check(Schema schema, BinaryDecoder in, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new TooDeep();
        }
        switch (schema.getType()) {
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    check(field.schema(), in, depth + 1);
                }
            }
            case UNION -> check(schema.getTypes().get(in.readIndex()), in, depth);
            case ARRAY -> {
                for (long left = in.skipArray(); left > 0; left = in.skipArray()) {
                    checkItems(left, schema.getElementType(), false, in, depth + 1);
                }
            }
            case MAP -> {
                for (long left = in.skipMap(); left > 0; left = in.skipMap()) {
                    checkItems(left, schema.getValueType(), true, in, depth + 1);
                }
            }
            default -> GenericDatumReader.skip(schema, in);
        }
    }

    private static void checkItems(
            long count, Schema items, boolean keyed, BinaryDecoder in, int depth)
            throws IOException {
        if (count > in.inputStream().available()) {
            throw new AvroRuntimeException(count + " items in fewer bytes");
        }
        for (long i = 0; i < count; i++) {
            if (keyed) {
                in.skipString();
            }
            check(items, in, depth);
        }
    }
}
