package dev.actionbus.embedded.broker;

/** Kafka met a fault after which it wanted to end the process. */
public final class BrokerHalted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerHalted(int status, String message) {
        super("Kafka asked to end the process with status " + status + ": " + message);
    }
}
