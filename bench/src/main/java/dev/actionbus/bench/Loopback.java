package dev.actionbus.bench;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** A benchmark overloads what it measures: it goes nowhere but to this machine. */
final class Loopback {

    private Loopback() {}

    /**
     * Looks at every address of the bus.
     *
     * @throws IllegalArgumentException one is elsewhere
     */
    static void require(String bootstrapServers, URI... urls) {
        Stream<URI> brokers =
                Stream.of(bootstrapServers.split(",", -1)).map(it -> URI.create("kafka://" + it));
        List<URI> elsewhere =
                Stream.concat(brokers, Stream.of(urls)).filter(it -> !isHere(it)).toList();
        if (!elsewhere.isEmpty()) {
            throw new IllegalArgumentException("not on this machine's loopback: " + elsewhere);
        }
    }

    private static boolean isHere(URI url) {
        String host = url.getHost();
        try {
            return host != null && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
