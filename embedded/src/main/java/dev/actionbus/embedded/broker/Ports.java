package dev.actionbus.embedded.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The two ports of a broker, known before it starts because it advertises them.
 *
 * @param clients where clients connect
 * @param controller where the broker's controller half listens to its broker half
 */
record Ports(int clients, int controller) {

    // Below the range the common systems take outgoing connections from, so that nothing else
    // grabs a port between our choice and Kafka's bind.
    private static final int FIRST = 20_000;
    private static final int AFTER_LAST = 32_000;
    private static final int TRIES = 100;

    static Ports choose(int wanted) throws IOException {
        int clients = wanted == 0 ? free(0) : wanted;
        return new Ports(clients, free(clients));
    }

    private static int free(int except) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST);
            if (port != except && isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port between " + FIRST + " and " + AFTER_LAST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
