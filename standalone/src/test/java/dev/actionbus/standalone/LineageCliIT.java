package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Lineage as people and other programs ask for it. */
@ExtendWith(SharedBus.class)
final class LineageCliIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MODEL = "lineage-it:model";

    @TempDir Path directory = Path.of("");

    private final BusProcess bus;
    private final BusClient client;

    LineageCliIT(BusProcess bus) {
        this.bus = bus;
        this.client = new BusClient(bus.url());
    }

    @BeforeEach
    void aSmallPipeline() {
        String before = "lineage-it:raw";
        for (int i = 1; i <= 3; i++) {
            String after = i == 3 ? MODEL : "lineage-it:step-" + i;
            String body =
                    """
                    {"name":"echo","params":{"i":%d},"correlationId":"lineage-it",
                     "inputs":[%s],"outputs":[%s]}
                    """
                            .formatted(i, data(before), data(after));
            var unused =
                    client.send(client.post(body).header("Idempotency-Key", "lineage-it-" + i));
            before = after;
        }
        await().atMost(PATIENCE)
                .until(() ->
                        client.get("/v1/lineage?dataset=" + MODEL)
                                        .body()
                                        .split("\"COMPLETED\"", -1)
                                        .length
                                == 4);
    }

    @Test
    void liveAndReplayedLineageAreTheSameBytes() {
        String live = ok("lineage", "--dataset", MODEL, "--format", "json", "--url", bus.url());
        assertThat(BusClient.parse(live).path("actions")).hasSize(3);
        assertThat(BusClient.parse(live).path("dataSets")).hasSize(4);
        assertThat(
                        ok(
                                "lineage",
                                "--dataset",
                                MODEL,
                                "--format",
                                "json",
                                "--replay",
                                "--kafka",
                                bus.bootstrap()))
                .isEqualTo(live);
        assertThat(client.get("/v1/lineage?dataset=" + MODEL).body() + "\n").isEqualTo(live);
    }

    @Test
    void peopleGetATreeAndGraphvizADrawing() throws IOException {
        assertThat(ok("lineage", "--dataset", MODEL, "--url", bus.url()))
                .startsWith(MODEL + "\n\u2514\u2500 made by echo v1 COMPLETED")
                .contains("from lineage-it:raw", "3 actions, 4 data sets");
        Path file = directory.resolve("graph.dot");
        var unused =
                ok(
                        "lineage",
                        "--dataset",
                        MODEL,
                        "--format",
                        "dot",
                        "--out",
                        file.toString(),
                        "--url",
                        bus.url());
        assertThat(Files.readString(file))
                .isEqualTo(client.get("/v1/lineage?format=dot&dataset=" + MODEL).body());
    }

    @Test
    void openLineageEventsGoToAServer() throws IOException {
        List<String> taken = new CopyOnWriteArrayList<>();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/take",
                exchange -> {
                    taken.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(201, -1);
                    exchange.close();
                });
        server.createContext(
                "/moved",
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "/take");
                    exchange.sendResponseHeaders(307, -1);
                    exchange.close();
                });
        server.start();
        try {
            String to = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(ok("lineage", "--dataset", MODEL, "--to", to + "/take", "--url", bus.url()))
                    .isEqualTo("sent 6 events\n");
            assertThat(taken).hasSize(6);
            assertThat(BusClient.parse(taken.getFirst()).path("eventType").asText())
                    .isEqualTo("START");
            assertThat(String.join("\n", taken) + "\n")
                    .isEqualTo(
                            client.get("/v1/lineage?format=openlineage&dataset=" + MODEL).body());
            fails(4, "EVENT_REFUSED", "--dataset", MODEL, "--to", to + "/moved");
            assertThat(taken).hasSize(6);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatCanNotBeAskedIsRefused() {
        fails(4, "DATASET_NOT_FOUND", "--dataset", "lineage-it:nothing");
        fails(4, "ACTION_NOT_FOUND", "00000000-0000-8000-8000-000000000000");
        fails(2, "START_INVALID", "no-uuid");
        fails(2, "SCOPE_INVALID", "--dataset", MODEL, "--limit", "0");
        fails(4, "NOT_ENCRYPTED", "--dataset", MODEL, "--to", "http://192.0.2.1/x");
        fails(2, "URL_INVALID", "--dataset", MODEL, "--to", "file:///etc/passwd");
        assertThat(client.get("/v1/lineage/x").status()).isEqualTo(400);
        assertThat(client.get("/v1/lineage").status()).isEqualTo(400);
        for (String wrong : List.of("direction=left", "depth=-1", "limit=x", "format=xml")) {
            assertThat(client.get("/v1/lineage?dataset=a:b&" + wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    private static String data(String id) {
        int colon = id.indexOf(':');
        return "{\"namespace\":\"%s\",\"name\":\"%s\"}"
                .formatted(id.substring(0, colon), id.substring(colon + 1));
    }

    private static String ok(String... args) {
        Program.Ran ran = Program.run(PATIENCE, args);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err()).isEmpty();
        return ran.out();
    }

    private void fails(int exitCode, String code, String... args) {
        List<String> all = new ArrayList<>(List.of("lineage"));
        all.addAll(List.of(args));
        all.addAll(List.of("--url", bus.url()));
        Program.Ran ran = Program.run(PATIENCE, all.toArray(String[]::new));
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(exitCode);
        assertThat(ran.err()).contains("error[" + code + "]").doesNotContain("\tat ");
    }
}
