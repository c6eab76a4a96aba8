package dev.actionbus.embedded.broker;

import java.nio.file.Path;

/** The child process of {@link EmbeddedBrokerIT}: writes, says READY, waits to be killed. */
final class KilledBroker {

    static final String READY = "READY";

    private KilledBroker() {}

    public static void main(String[] args) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(Path.of(args[0])));
        String bootstrap = broker.bootstrapServers();
        Traffic.createTopic(bootstrap);
        Traffic.write(bootstrap, "kept", "too");
        Traffic.writeUncommitted(bootstrap, "never committed");
        System.out.println(READY);
        broker.halted().toCompletableFuture().join();
    }
}
