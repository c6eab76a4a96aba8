package dev.actionbus.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Submits over HTTP and waits there for the outcome: {@code POST /v1/actions} with {@code Prefer:
 * wait=30}, one keep-alive connection for each action in flight. One thread and one selector, so
 * that the load leaves the machine to what is measured.
 */
public final class HttpLoad implements Load {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(35);

    private final InetSocketAddress server;
    private final String head;
    private final Job job;
    private final Selector selector;
    private final List<HttpConnection> connections = new ArrayList<>();
    private int busy;
    private long lastAnswer;

    private HttpLoad(InetSocketAddress server, String head, Job job, Selector selector) {
        this.server = server;
        this.head = head;
        this.job = job;
        this.selector = selector;
    }

    /**
     * Connects when it is driven.
     *
     * @param baseUrl without the {@code /v1}; http, with a port
     */
    public static HttpLoad to(URI baseUrl, Job job) {
        String path = baseUrl.getPath().replaceAll("/$", "");
        String authority = baseUrl.getHost() + ":" + baseUrl.getPort();
        String head =
                ("POST %s/v1/actions HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"
                                + "Prefer: wait=30\r\nIdempotency-Key: ")
                        .formatted(path, authority);
        try {
            return new HttpLoad(
                    new InetSocketAddress(baseUrl.getHost(), baseUrl.getPort()),
                    head,
                    job,
                    Selector.open());
        } catch (IOException e) {
            throw new CannotMeasure("no selector", e);
        }
    }

    @Override
    public void drive(Round round) {
        try {
            connect(round.inFlight());
            round.start();
            busy = 0;
            lastAnswer = System.nanoTime();
            for (HttpConnection connection : List.copyOf(connections)) {
                if (busy == round.inFlight()) {
                    break;
                }
                busy++;
                sendNext(connection, round);
            }
            while (busy > 0) {
                int ready = selector.select(100);
                if (ready > 0) {
                    turn(round);
                } else if (System.nanoTime() - lastAnswer > LONGEST_SILENCE.toNanos()) {
                    throw new CannotMeasure(
                            "HTTP: no answer for " + LONGEST_SILENCE.toSeconds() + " s");
                }
            }
        } catch (IOException e) {
            throw new CannotMeasure("HTTP to " + server + ": " + e, e);
        }
    }

    private void turn(Round round) throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            answer((HttpConnection) key.attachment(), round);
        }
        selector.selectedKeys().clear();
    }

    private void answer(HttpConnection connection, Round round) throws IOException {
        HttpConnection next = connection;
        try {
            Optional<HttpAnswer> answer = connection.read();
            if (answer.isEmpty()) {
                return;
            }
            lastAnswer = System.nanoTime();
            answer.get()
                    .fault(round.keys())
                    .ifPresentOrElse(
                            round::wrong, () -> round.right(connection.job(), connection.sentAt()));
            if (!answer.get().keepAlive()) {
                next = again(connection);
            }
        } catch (IOException | IllegalArgumentException e) {
            round.wrong("HTTP: " + e.getMessage());
            next = again(connection);
        }
        sendNext(next, round);
    }

    private void sendNext(HttpConnection connection, Round round) throws IOException {
        long n = round.next();
        if (n == Round.OVER) {
            busy--;
        } else {
            connection.send(n, request(n));
        }
    }

    private ByteBuffer request(long n) {
        String body = "{\"name\":\"" + Job.NAME + "\",\"params\":" + job.params(n) + "}";
        String request =
                head + job.key(n) + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        return ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Connections that the server closed while they were idle are replaced. */
    private void connect(int wanted) throws IOException {
        selector.selectNow();
        for (SelectionKey key : selector.selectedKeys()) {
            ((HttpConnection) key.attachment()).close();
        }
        selector.selectedKeys().clear();
        connections.removeIf(it -> !it.isOpen());
        while (connections.size() < wanted) {
            connections.add(HttpConnection.open(server, selector));
        }
    }

    private HttpConnection again(HttpConnection broken) throws IOException {
        broken.close();
        connections.remove(broken);
        HttpConnection fresh = HttpConnection.open(server, selector);
        connections.add(fresh);
        return fresh;
    }

    @Override
    public void close() {
        try {
            for (HttpConnection connection : connections) {
                connection.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new CannotMeasure("closing connections", e);
        }
    }
}
