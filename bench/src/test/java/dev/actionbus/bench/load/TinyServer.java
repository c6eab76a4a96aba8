package dev.actionbus.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Answers every request on every connection with what a function makes of its head and body. */
public final class TinyServer implements AutoCloseable {

    public static final String COMPLETED =
            "{\"actionId\":\"a\",\"status\":\"COMPLETED\",\"result\":{}}";

    private final ServerSocket server;
    private final UnaryOperator<String> answers;
    private final AtomicInteger connections = new AtomicInteger();

    public TinyServer(UnaryOperator<String> answers) throws IOException {
        this.answers = answers;
        server = new ServerSocket(0, 300, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    public static String http(int status, String body, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "HTTP/1.1 "
                + status
                + " x\r\nContent-Length: "
                + body.length()
                + "\r\n"
                + more
                + "\r\n"
                + body;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                StringBuilder request = new StringBuilder();
                int length = 0;
                for (; !line.isEmpty(); line = in.readLine()) {
                    request.append(line).append('\n');
                    if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Integer.parseInt(line.substring(15).strip());
                    }
                }
                char[] body = new char[length];
                for (int read = 0; read < length; ) {
                    read += in.read(body, read, length - read);
                }
                String answer = answers.apply(request.append('\n').append(body).toString());
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                if (answer.contains("Connection: close")) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
