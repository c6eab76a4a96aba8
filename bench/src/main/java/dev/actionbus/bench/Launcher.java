package dev.actionbus.bench;

import dev.actionbus.bench.report.Durability;
import java.nio.file.Path;

/** Starts the bus to be measured, in a process of its own. */
@FunctionalInterface
public interface Launcher {

    /**
     * Returns when the bus serves. It must have a handler for the action {@code echo}, version 1,
     * that answers about 100 bytes.
     *
     * @param data directory for this bus alone; empty
     */
    BusUnderTest start(Durability durability, Path data);
}
