package dev.actionbus.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 49 of the list of faults: more params at once than there is memory for. */
final class MemoryPressureIT {

    private static final int MIB = 1 << 20;
    private static final int CALLERS = 512;
    private static final int CALLS_EACH = 4;
    private static final int TIMEOUT_MS = 120_000;

    @TempDir Path directory;

    private BusProcess bus;
    private byte[] body = {};

    @BeforeEach
    void start() {
        bus =
                BusProcess.upWith(
                        "256m",
                        directory.resolve("data"),
                        "--durability",
                        "os",
                        "--partitions",
                        "1");
        String frame = "{\"name\":\"echo\",\"params\":{\"x\":[";
        StringBuilder text = new StringBuilder(frame);
        while (text.length() < MIB - 10_100) {
            text.append('"').append("x".repeat(9_997)).append("\",");
        }
        body = text.append("1]}}").toString().getBytes(US_ASCII);
    }

    @AfterEach
    void stop() {
        bus.close();
    }

    @Test
    void twoGibibytesOfParamsAreTakenOrToldToComeBackAndOthersAreServed() throws Exception {
        BusClient client = new BusClient(bus.url());
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> all =
                    IntStream.range(0, CALLERS).mapToObj(_ -> callers.submit(this::call)).toList();
            for (int n = 0; n < 20; n++) {
                assertThat(client.get("/q/health/live").status()).isEqualTo(200);
                client.execute("echo", "small-" + n, "{\"n\":" + n + "}");
            }
            for (Future<List<Integer>> each : all) {
                statuses.addAll(each.get());
            }
        }

        assertThat(statuses).hasSize(CALLERS * CALLS_EACH).isSubsetOf(202, 503).contains(202, 503);
        assertThat(bus.isAlive()).isTrue();
        assertThat(bus.stderr() + Files.readString(bus.data().resolve("actionbus.log")))
                .doesNotContain("OutOfMemory");
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        client.execute("echo", UUID.randomUUID().toString(), "{}")
                                .state()
                                .equals("COMPLETED"));
    }

    /** Its body is nearly whole for as long as the bus lets it. */
    private List<Integer> call() throws IOException {
        List<Integer> statuses = new ArrayList<>();
        URI at = URI.create(bus.url());
        for (int n = 0; n < CALLS_EACH; n++) {
            try (Socket socket = new Socket(at.getHost(), at.getPort())) {
                socket.setSoTimeout(TIMEOUT_MS);
                socket.getOutputStream()
                        .write(
                                ("POST /v1/actions HTTP/1.1\r\nHost: bus\r\nContent-Type:"
                                                + " application/json\r\nContent-Length: "
                                                + body.length
                                                + "\r\n\r\n")
                                        .getBytes(US_ASCII));
                socket.getOutputStream().write(body);
                statuses.add(status(socket.getInputStream()));
            }
        }
        return statuses;
    }

    private static int status(InputStream answer) throws IOException {
        String head = new String(answer.readNBytes("HTTP/1.1 202".length()), US_ASCII);
        return Integer.parseInt(head.substring(head.lastIndexOf(' ') + 1));
    }
}
