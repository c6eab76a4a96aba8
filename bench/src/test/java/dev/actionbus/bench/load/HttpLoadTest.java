package dev.actionbus.bench.load;

import static dev.actionbus.bench.load.TinyServer.COMPLETED;
import static dev.actionbus.bench.load.TinyServer.http;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class HttpLoadTest {

    private static final int REQUESTS = 20;

    private final AtomicLong numbers = new AtomicLong();

    @Test
    void sendsTheContractsRequestAndKeepsItsConnections() throws IOException {
        Queue<String> requests = new ConcurrentLinkedQueue<>();
        AtomicInteger connections = new AtomicInteger();

        Round round =
                drive(
                        3,
                        Round.Keys.NEW,
                        request -> {
                            requests.add(request);
                            return http(200, COMPLETED);
                        },
                        connections);

        assertThat(round.wrong()).isEmpty();
        assertThat(round.answers()).isEqualTo(REQUESTS).isEqualTo(requests.size());
        assertThat(connections).hasValue(3);
        assertThat(requests.peek())
                .startsWith("POST /v1/actions HTTP/1.1\n")
                .contains("\nPrefer: wait=30\n", "\nIdempotency-Key: bench-run-")
                .contains("{\"name\":\"echo\",\"params\":{\"n\":")
                .endsWith("\"}}");
    }

    @Test
    void everyWrongAnswerIsCounted() throws IOException {
        AtomicInteger turn = new AtomicInteger();

        Round round =
                drive(
                        1,
                        Round.Keys.NEW,
                        request ->
                                switch (turn.getAndIncrement()) {
                                    case 0 -> http(503, "{}");
                                    case 1 -> http(202, "{\"status\":\"ACCEPTED\"}");
                                    case 2 -> http(200, "{\"status\":\"FAILED\"}");
                                    case 3 -> http(200, COMPLETED, "Idempotency-Replayed: true");
                                    case 4 -> http(200, COMPLETED, "Connection: close");
                                    default -> http(200, COMPLETED);
                                },
                        new AtomicInteger());

        assertThat(round.wrong())
                .containsEntry("HTTP status 503", 1)
                .containsEntry("HTTP status 202", 1)
                .containsEntry("HTTP 200 without \"status\":\"COMPLETED\"", 1)
                .containsEntry("HTTP Idempotency-Replayed: true for NEW key", 1)
                .hasSize(4);
        assertThat(round.answers()).isEqualTo(REQUESTS - 4);
    }

    @Test
    void aFinishedKeyMustBeAnsweredAsReplayed() throws IOException {
        AtomicInteger turn = new AtomicInteger();

        Round round =
                drive(
                        1,
                        Round.Keys.FINISHED,
                        request ->
                                turn.getAndIncrement() == 0
                                        ? http(200, COMPLETED)
                                        : http(200, COMPLETED, "idempotency-replayed: true"),
                        new AtomicInteger());

        assertThat(round.wrong())
                .containsOnlyKeys("HTTP Idempotency-Replayed: false for FINISHED key");
        assertThat(round.answers()).isPositive();
    }

    @Test
    void aConnectionThatBreaksCountsAsWrongAndIsReplaced() throws IOException {
        AtomicInteger turn = new AtomicInteger();
        AtomicInteger connections = new AtomicInteger();

        Round round =
                drive(
                        1,
                        Round.Keys.NEW,
                        request ->
                                turn.getAndIncrement() == 1
                                        ? "HTTP/1.1 200 x\r\nConnection: close\r\n"
                                        : http(200, COMPLETED),
                        connections);

        assertThat(round.wrong()).containsOnlyKeys("HTTP: closed by the server");
        assertThat(round.answers()).isPositive();
        assertThat(connections).hasValue(2);
    }

    @Test
    void anAnswerIsWholeOnlyWithItsLastByte() {
        byte[] whole = http(200, COMPLETED).getBytes(StandardCharsets.ISO_8859_1);
        byte[] chunked =
                ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2f\r\n"
                                + COMPLETED
                                + "\r\n0\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);

        for (byte[] answer : new byte[][] {whole, chunked}) {
            for (int length = 0; length < answer.length; length++) {
                assertThat(HttpAnswer.parse(answer, length)).isEmpty();
            }
            assertThat(HttpAnswer.parse(answer, answer.length).orElseThrow().fault(Round.Keys.NEW))
                    .isEmpty();
        }
    }

    private Round drive(
            int inFlight, Round.Keys keys, UnaryOperator<String> answers, AtomicInteger connections)
            throws IOException {
        Round round =
                new Round(
                        inFlight,
                        Duration.ofSeconds(30),
                        keys,
                        () -> numbers.get() < REQUESTS ? numbers.incrementAndGet() : Round.OVER);
        try (TinyServer server = new TinyServer(answers);
                HttpLoad load = HttpLoad.to(server.url(), new Job("run"))) {
            load.drive(round);
            connections.set(server.connections());
        }
        return round;
    }
}
