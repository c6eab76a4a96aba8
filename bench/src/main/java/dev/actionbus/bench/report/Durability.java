package dev.actionbus.bench.report;

import java.util.Locale;

/** When the broker under measurement acknowledges a record. */
public enum Durability {
    /** On the disk. */
    FLUSH,
    /** In the operating system's memory. */
    OS;

    /** As {@code --durability} takes it. */
    public String flag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
