package dev.actionbus.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Row 44 of the list of faults: who sends a byte now and then is sent away, and disturbs nobody.
 */
@ExtendWith(SharedBus.class)
@Execution(ExecutionMode.CONCURRENT)
final class SlowClientsIT {

    private static final int PATIENT_MS = 60_000;
    private static final String HEAD = "GET /v1/actions HTTP/1.1\r\nHost: bus\r\nX: ";

    private final ScheduledExecutorService drip = Executors.newScheduledThreadPool(2);
    private final BusClient client;
    private final URI at;

    SlowClientsIT(BusProcess bus) {
        at = URI.create(bus.url());
        client = new BusClient(bus.url());
    }

    @AfterEach
    void stop() {
        drip.shutdownNow();
    }

    @Test
    void aHeadThatTricklesInIsEndedAfterTenSeconds() throws Exception {
        Duration first = untilClosed("", HEAD);
        Duration second =
                untilClosed("GET /v1/actions?limit=1 HTTP/1.1\r\nHost: bus\r\n\r\n", HEAD);

        assertThat(first).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(20));
        assertThat(second).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(20));
    }

    @Test
    void aBodyThatTricklesInIsEndedAfterThirtySecondsAndOthersAreServed() throws Exception {
        String head =
                "POST /v1/actions HTTP/1.1\r\nHost: bus\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1000\r\n\r\n{";
        // Not in the common pool, which Java's HTTP client needs for the answers of others.
        CompletableFuture<Duration> slow =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return untilClosed("", head);
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        },
                        Thread::startVirtualThread);

        String key = UUID.randomUUID().toString();
        assertThat(client.execute("echo", key, "{}").state()).isEqualTo("COMPLETED");

        assertThat(slow.get(PATIENT_MS, TimeUnit.MILLISECONDS))
                .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(45));
    }

    @Test
    void whoWaitsForAnOutcomeIsNotSlow() {
        String key = UUID.randomUUID().toString();

        BusClient.Answer answer =
                client.submitting("echo", key, "{}", 1)
                        .thenCompose(_ -> client.submitting("sleeper", key, "{}", 30))
                        .join();

        assertThat(answer.state()).isEqualTo("COMPLETED");
    }

    /** Sends a whole request first, if there is one, then the begin of one and a byte a second. */
    private Duration untilClosed(String whole, String begin) throws IOException {
        try (Socket socket = new Socket(at.getHost(), at.getPort())) {
            socket.setSoTimeout(PATIENT_MS);
            if (!whole.isEmpty()) {
                socket.getOutputStream().write(whole.getBytes(UTF_8));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            socket.getOutputStream().write(begin.getBytes(UTF_8));
            long begun = System.nanoTime();
            AtomicInteger sent = new AtomicInteger();
            var dripping =
                    drip.scheduleAtFixedRate(() -> drop(socket, sent), 1, 1, TimeUnit.SECONDS);
            byte[] some = new byte[65_536];
            try {
                while (socket.getInputStream().read(some) >= 0) {
                    assertThat(sent).hasValueLessThan(PATIENT_MS / 1000);
                }
            } catch (java.net.SocketException e) {
                assertThat(e).hasMessageContaining("reset");
            }
            dripping.cancel(true);
            assertThat(sent).as("it was ended although bytes came").hasPositiveValue();
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    private static void drop(Socket socket, AtomicInteger sent) {
        try {
            socket.getOutputStream().write('x');
            sent.incrementAndGet();
        } catch (IOException e) {
            throw new IllegalStateException("it is closed", e);
        }
    }
}
