package dev.actionbus.executor.handler.http;

import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The one connection of an exchange, which another thread may cut at any time. After that nothing
 * is connected and nothing is sent any more.
 */
final class Line {

    private @Nullable Socket socket;
    private boolean sending;
    private boolean cut;

    /**
     * Takes the place of the connection before.
     *
     * @throws IOException it has been cut
     */
    synchronized void open(Socket next) throws IOException {
        hangUp();
        socket = next;
        requireWhole();
    }

    /**
     * From now on the other side may have seen the request.
     *
     * @throws IOException it has been cut, and the request was not sent
     */
    synchronized void send() throws IOException {
        requireWhole();
        sending = true;
    }

    /** Whether any byte of a request may have left. */
    synchronized boolean sending() {
        return sending;
    }

    synchronized void cut() {
        cut = true;
        hangUp();
    }

    synchronized void hangUp() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed all the same.
            }
        }
    }

    private void requireWhole() throws IOException {
        if (cut) {
            hangUp();
            throw new IOException("the connection was cut");
        }
    }
}
