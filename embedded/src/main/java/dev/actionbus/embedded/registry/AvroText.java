package dev.actionbus.embedded.registry;

import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** A schema as text. Two texts are the same schema if Avro writes them alike, as for Confluent. */
final class AvroText {

    private AvroText() {}

    static Optional<Schema> parse(String text) {
        try {
            return Optional.of(new Schema.Parser().parse(text));
        } catch (AvroRuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    /** The text itself if it is not Avro. */
    static String canonical(String text) {
        return parse(text).map(Schema::toString).orElse(text);
    }
}
