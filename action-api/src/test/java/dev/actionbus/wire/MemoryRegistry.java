package dev.actionbus.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A registry of one process; ids count from 1. */
final class MemoryRegistry implements SchemaRegistry {

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
