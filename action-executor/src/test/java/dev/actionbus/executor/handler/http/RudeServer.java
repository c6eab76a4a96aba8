package dev.actionbus.executor.handler.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ServerSocketFactory;

/** A service on loopback that keeps to nothing: each test says what it does with a connection. */
final class RudeServer implements AutoCloseable {

    private final ServerSocket listening;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final Manners manners;

    /** What happens once a whole request has been read. */
    @FunctionalInterface
    interface Manners {
        void answer(Socket socket, OutputStream out) throws IOException, InterruptedException;
    }

    static RudeServer that(Manners manners) {
        return new RudeServer(ServerSocketFactory.getDefault(), manners);
    }

    /** Answers every request with these bytes and closes. */
    static RudeServer saying(String response) {
        return that((socket, out) -> out.write(response.getBytes(StandardCharsets.UTF_8)));
    }

    static String response(int status, String type, String body) {
        return "HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, type, body.getBytes(StandardCharsets.UTF_8).length, body);
    }

    RudeServer(ServerSocketFactory sockets, Manners manners) {
        this.manners = manners;
        try {
            listening = sockets.createServerSocket();
            listening.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** Whole requests, as they came. */
    List<String> requests() {
        return requests;
    }

    void awaitRequest() throws InterruptedException {
        asked.await();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            requests.add(request(socket.getInputStream()));
            asked.countDown();
            manners.answer(socket, socket.getOutputStream());
        } catch (IOException | InterruptedException e) {
            // The caller has hung up; what it makes of that is what the test looks at.
        }
    }

    private static String request(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!text(bytes).contains("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            bytes.write(next);
        }
        int length =
                text(bytes)
                        .lines()
                        .filter(line -> line.startsWith("Content-Length: "))
                        .mapToInt(line -> Integer.parseInt(line.substring(16)))
                        .sum();
        bytes.write(in.readNBytes(length));
        return text(bytes);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
