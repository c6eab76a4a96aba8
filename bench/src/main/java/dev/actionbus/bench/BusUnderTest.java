package dev.actionbus.bench;

import java.net.URI;

/** A running bus; all of its addresses are on the loopback interface. */
public interface BusUnderTest extends AutoCloseable {

    /** Kafka's {@code bootstrap.servers}. */
    String bootstrapServers();

    /** HTTP, without the {@code /v1}. */
    URI baseUrl();

    URI schemaRegistryUrl();

    /** Whose CPU time counts as the bus's. */
    ProcessHandle process();

    /** Ends the process. */
    @Override
    void close();
}
