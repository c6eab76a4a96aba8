package dev.actionbus.testkit.planted;

import io.confluent.planted.Serializer;
import jakarta.planted.Bean;
import java.time.Instant;
import org.apache.avro.Schema;

/** Breaks every rule a single class can break. */
public class PlantedHelper {

    public final Instant born = Instant.now();
    public final Schema schema = Schema.create(Schema.Type.STRING);
    public final Bean bean = new Bean();
    public final Serializer serializer = new Serializer();
}
