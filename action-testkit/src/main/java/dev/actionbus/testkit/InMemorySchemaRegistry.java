package dev.actionbus.testkit;

import dev.actionbus.wire.SchemaRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A registry for unit tests: ids count up from 1, the same text has the same id, nothing is
 * refused. Thread-safe.
 */
public final class InMemorySchemaRegistry implements SchemaRegistry {

    private final List<String> schemas = new ArrayList<>();

    @Override
    public synchronized int register(String subject, String schema) {
        int known = schemas.indexOf(schema);
        if (known >= 0) {
            return known + 1;
        }
        schemas.add(schema);
        return schemas.size();
    }

    @Override
    public synchronized Optional<String> schemaById(int id) {
        return id >= 1 && id <= schemas.size()
                ? Optional.of(schemas.get(id - 1))
                : Optional.empty();
    }
}
