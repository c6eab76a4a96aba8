package dev.actionbus.standalone.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on 127.0.0.1. */
final class FreePort {

    private FreePort() {}

    /** The port asked for, or any free one for 0; refuses one that is taken. */
    static int choose(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (IllegalArgumentException e) {
            throw Failure.usage("PORT_INVALID", port + " is not a port", "");
        } catch (IOException e) {
            throw Failure.environment(
                    "PORT_IN_USE",
                    "127.0.0.1:" + port + " is taken",
                    "choose another with --port; 0 picks a free one");
        }
    }
}
