package dev.actionbus.executor.handler.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service does, and what the attempt's end then says: no more than is known. */
@Timeout(60)
final class HttpOutcomeIT {

    private static final Duration SHORT = Duration.ofMillis(400);
    private static final String UNKNOWN = ActionError.OUTCOME_UNKNOWN;

    @Test
    void aRefusedConnectionIsCertainlyNotCalled() throws IOException {
        int free;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            free = taken.getLocalPort();
        }
        assertNotCalled("CONNECT_FAILED", Calls.perform("http://127.0.0.1:" + free + "/"));
    }

    @Test
    void aNameWithoutAddressIsCertainlyNotCalled() {
        Resolver empty =
                host -> {
                    throw new UnknownHostException(host);
                };
        HttpHandler handler =
                Calls.handler(Calls.call("http://gone.example/"), Calls.LOOPBACK, empty);
        assertNotCalled("HOST_UNRESOLVED", handler.handle(Calls.attempt("{}", Calls.LONG)));
    }

    @Test
    void aDeadlineThatPassesWhileANameIsResolvedIsCertainlyNotCalled() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch resolved = new CountDownLatch(1);
        Resolver slow =
                host -> {
                    await(over);
                    resolved.countDown();
                    return List.of(InetAddress.ofLiteral("127.0.0.1"));
                };
        try (RudeServer server = RudeServer.saying(RudeServer.response(200, "a/b", ""))) {
            String url = "http://slow.example:" + server.port() + "/";
            HttpHandler handler = Calls.handler(Calls.call(url), Calls.LOOPBACK, slow);

            assertNotCalled("TIMEOUT", handler.handle(Calls.attempt("{}", SHORT)));

            over.countDown();
            resolved.await();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aResetAfterTheRequestIsUnknown() {
        try (RudeServer server =
                RudeServer.that(
                        (socket, out) -> socket.setOption(StandardSocketOptions.SO_LINGER, 0))) {
            assertUnknown(Calls.perform(server.url("/")));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200",
                "SSH-2.0-OpenSSH_9.6\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"a\"",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
                        + "\r\n2\r\n{}\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
                        + "\r\nzz\r\n{}\r\n0\r\n\r\n"
            })
    void anAnswerThatIsNotWholeIsUnknown(String bytes) {
        try (RudeServer server = RudeServer.saying(bytes)) {
            assertUnknown(Calls.perform(server.url("/")));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void moreHeadersThanAnybodyNeedsAreUnknown() {
        String flood = "HTTP/1.1 200 OK\r\n" + "X-A: b\r\n".repeat(10_000) + "\r\n";
        try (RudeServer many = RudeServer.saying(flood);
                RudeServer large =
                        RudeServer.saying("HTTP/1.1 200 OK\r\nX-A: " + "b".repeat(1 << 20))) {
            assertUnknown(Calls.perform(many.url("/")));
            assertUnknown(Calls.perform(large.url("/")));
        }
    }

    @Test
    void aServiceThatIsSilentUntilTheDeadlineIsUnknown() {
        try (RudeServer server = RudeServer.that((socket, out) -> socket.getInputStream().read())) {
            assertUnknown(within(SHORT, server));
        }
    }

    @Test
    void aBodyThatTricklesEndsAtTheDeadline() {
        try (RudeServer server = trickling(200)) {
            long begin = System.nanoTime();
            assertUnknown(within(SHORT, server));
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(SHORT, SHORT.plusSeconds(5));
        }
    }

    @Test
    void aFailureCountsAlsoIfItsBodyTrickles() {
        try (RudeServer server = trickling(503)) {
            Failed failed = Calls.failure(within(SHORT, server));
            assertThat(failed.error().code()).isEqualTo("HTTP_503");
            assertThat(failed.called()).isTrue();
        }
    }

    @Test
    void anInterruptEndsTheExchangeAtOnce() throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        try (RudeServer server =
                RudeServer.that((socket, out) -> {
                    try {
                        socket.getInputStream().read();
                    } finally {
                        hungUp.countDown();
                    }
                })) {
            HttpHandler handler = Calls.handler(Calls.call(server.url("/")));
            FutureTask<AttemptResult> task =
                    new FutureTask<>(() -> handler.handle(Calls.attempt("{}", Calls.LONG)));
            Thread worker = Thread.ofVirtual().start(task);
            server.awaitRequest();
            worker.interrupt();
            assertUnknown(task.get());
            hungUp.await();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "301,HTTP_301,false",
        "307,HTTP_307,false",
        "400,HTTP_400,false",
        "404,HTTP_404,false",
        "408,HTTP_408,true",
        "409,HTTP_409,false",
        "425,HTTP_425,true",
        "429,HTTP_429,true",
        "500,HTTP_500,true",
        "502,OUTCOME_UNKNOWN,true",
        "503,HTTP_503,true",
        "504,OUTCOME_UNKNOWN,true"
    })
    void aStatusIsTheCodeOfTheFailure(int status, String code, boolean retryable) {
        try (RudeServer server =
                RudeServer.saying(RudeServer.response(status, "text/html", "no"))) {
            Failed failed = Calls.failure(Calls.perform(server.url("/")));
            assertThat(failed.error().code()).isEqualTo(code);
            assertThat(failed.error().retryable()).isEqualTo(retryable);
            assertThat(failed.called()).isTrue();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void aSuccessIsTheResultToTheLetter(int status) {
        String json = "{\"score\": 1.50, \"text\": \"ünï \\u0000\"}";
        try (RudeServer server =
                RudeServer.saying(RudeServer.response(status, "application/json", json))) {
            assertThat(Calls.success(Calls.perform(server.url("/")))).isEqualTo(json);
        }
    }

    @Test
    void aBodyOfTwoGibibytesIsNotRead() {
        AtomicLong taken = new AtomicLong();
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        byte[] block = "0".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
        int blocks = 32 * 1024;
        try (RudeServer known =
                        RudeServer.that((socket, out) -> {
                            out.write(
                                    (head + "Content-Length: 2147483648\r\n\r\n")
                                            .getBytes(StandardCharsets.US_ASCII));
                            for (int i = 0; i < blocks; i++) {
                                out.write(block);
                                taken.addAndGet(block.length);
                            }
                        });
                RudeServer endless =
                        RudeServer.that((socket, out) -> {
                            out.write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
                            for (int i = 0; i < blocks; i++) {
                                out.write(block);
                                taken.addAndGet(block.length);
                            }
                        })) {
            for (RudeServer server : List.of(known, endless)) {
                Failed failed = Calls.failure(Calls.perform(server.url("/")));
                assertThat(failed.error().code()).isEqualTo("RESULT_TOO_LARGE");
                assertThat(failed.error().retryable()).isFalse();
            }
        }
        // More than our 16 MiB are the buffers of two sockets.
        assertThat(taken.get()).isLessThan(64L << 20);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AttemptResult within(Duration timeout, RudeServer server) {
        return Calls.handler(Calls.call(server.url("/"))).handle(Calls.attempt("{}", timeout));
    }

    /** A byte every 50 ms, for ever. */
    private static RudeServer trickling(int status) {
        String head = "HTTP/1.1 %d X\r\nContent-Type: application/json\r\n\r\n".formatted(status);
        return RudeServer.that((socket, out) -> {
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(50);
            while (true) {
                out.write(' ');
                try {
                    if (socket.getInputStream().read() < 0) {
                        return;
                    }
                } catch (SocketTimeoutException e) {
                    continue;
                }
            }
        });
    }

    private static void assertNotCalled(String code, AttemptResult result) {
        Failed failed = Calls.failure(result);
        assertThat(failed.error().code()).isEqualTo(code);
        assertThat(failed.error().retryable()).isTrue();
        assertThat(failed.called()).isFalse();
    }

    private static void assertUnknown(AttemptResult result) {
        Failed failed = Calls.failure(result);
        assertThat(failed.error().code()).isEqualTo(UNKNOWN);
        assertThat(failed.error().retryable()).isTrue();
        assertThat(failed.called()).isTrue();
    }
}
