package dev.actionbus.embedded.broker;

import java.nio.file.Path;

/**
 * How to run an {@link EmbeddedBroker}.
 *
 * @param data directory that belongs to this broker alone; made and formatted if new, kept
 *     otherwise. Kafka's files lie in {@code kafka} below it.
 * @param port TCP port on 127.0.0.1 for clients; 0 picks a free one at each start
 * @param durability when a record counts as written
 */
public record BrokerOptions(Path data, int port, Durability durability) {

    private static final int LAST_PORT = 65_535;

    public BrokerOptions {
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        data = data.toAbsolutePath().normalize();
    }

    /** A flushing broker on a free port. */
    public static BrokerOptions in(Path data) {
        return new BrokerOptions(data, 0, Durability.FLUSH);
    }

    public BrokerOptions withPort(int other) {
        return new BrokerOptions(data, other, durability);
    }

    public BrokerOptions withDurability(Durability other) {
        return new BrokerOptions(data, port, other);
    }
}
