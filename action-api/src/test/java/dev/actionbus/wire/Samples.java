package dev.actionbus.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** One record of every type with everything in it, and one with as little as the schema allows. */
enum Samples {
    FILLED,
    MINIMAL;

    SpecificRecord of(String fullName) {
        return record(Contract.schema(fullName));
    }

    private SpecificRecord record(Schema schema) {
        SpecificRecord record = (SpecificRecord) Contract.DATA.newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), value(field.schema(), field.name()));
        }
        return record;
    }

    private @Nullable Object value(Schema schema, String name) {
        boolean filled = this == FILLED;
        switch (schema.getType()) {
            case RECORD:
                return record(schema);
            case ENUM:
                List<String> symbols = schema.getEnumSymbols();
                return Contract.DATA.createEnum(
                        symbols.get(filled ? symbols.size() - 1 : 0), schema);
            case UNION:
                return filled ? value(schema.getTypes().get(1), name) : null;
            case ARRAY:
                Schema items = schema.getElementType();
                return filled ? List.of(value(items, name), value(items, name + 2)) : List.of();
            case MAP:
                return filled ? Map.of("key", value(schema.getValueType(), name)) : Map.of();
            case STRING:
                return filled ? name + " \u00e9 \ud83d\udc27" : "";
            case INT:
                return filled ? 300 : 0;
            case LONG:
                long number = filled ? 1_795_000_000_123L : 0;
                return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                        ? Instant.ofEpochMilli(number)
                        : (Object) number;
            case DOUBLE:
                return filled ? 0.1 : 0.0;
            case BOOLEAN:
                return filled;
            default:
                throw new IllegalArgumentException(
                        "the contract has no " + schema.getType() + " yet: " + name);
        }
    }
}
