package dev.actionbus.embedded.broker;

/** What an acknowledged record has survived when the producer hears of it. */
public enum Durability {
    /**
     * Every record of every topic, Kafka's own included, is flushed to the disk before it is
     * acknowledged. Survives power loss. Costs about half the throughput.
     */
    FLUSH,
    /** Written to the operating system. Survives {@code kill -9}, not power loss. */
    OS
}
