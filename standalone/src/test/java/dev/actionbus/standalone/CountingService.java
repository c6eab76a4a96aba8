package dev.actionbus.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * A service that performs an action: it writes down every call before anything else, and answers
 * only as often as it may. It outlives whoever calls it.
 */
final class CountingService implements AutoCloseable {

    static final String ACTION = "count";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Semaphore answers = new Semaphore(0);

    CountingService() throws IOException {
        server =
                HttpServer.create(
                        new InetSocketAddress(
                                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0),
                        0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** An attempt that it was called for. */
    record Call(String actionId, int attempt) {}

    /** Of a handler that is tried again at once, as often as it takes. */
    String manifest() {
        return """
        pool: default
        actions:
          - name: %s
            http: {url: "http://127.0.0.1:%d/"}
            timeout: 60s
            retry: {maxAttempts: 100, backoff: 50ms, maxBackoff: 50ms}
        """
                .formatted(ACTION, server.getAddress().getPort());
    }

    /** It may answer so many calls more. */
    void answer(int more) {
        answers.release(more);
    }

    /** Every call that it ever got. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange call) throws IOException {
        try (call) {
            calls.add(
                    new Call(
                            header(call, "Idempotency-Key"),
                            Integer.parseInt(header(call, "Action-Attempt"))));
            call.getRequestBody().readAllBytes();
            answers.acquire();
            byte[] result = "{}".getBytes(UTF_8);
            call.getResponseHeaders().add("Content-Type", "application/json");
            call.sendResponseHeaders(200, result.length);
            call.getResponseBody().write(result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String header(HttpExchange call, String name) {
        return call.getRequestHeaders().getFirst(name);
    }
}
