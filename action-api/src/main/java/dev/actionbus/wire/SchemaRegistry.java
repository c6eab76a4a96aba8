package dev.actionbus.wire;

import java.util.Optional;

/** A Confluent-compatible schema registry, as far as the wire format needs it. */
public interface SchemaRegistry {

    /**
     * The id of the schema under the subject; registered if it is new.
     *
     * @param schema Avro schema as JSON
     * @throws RegistryUnavailable nobody answered; try again
     * @throws IllegalStateException the registry refuses the schema
     */
    int register(String subject, String schema);

    /**
     * The schema with this id; empty if the registry says that there is none.
     *
     * @throws RegistryUnavailable nobody answered; try again
     */
    Optional<String> schemaById(int id);
}
