package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The example in Node.js, with other people's Kafka client and Avro decoder. */
@ExtendWith(SharedBus.class)
final class ForeignConsumerIT {

    private static final Path EXAMPLE = Path.of("../examples/node-consumer");
    private static final int ACTIONS = 5;

    @TempDir Path directory = Path.of("");

    @Test
    void nodeReadsWhatJustHappened(BusProcess bus) throws IOException, InterruptedException {
        for (String file : List.of("package.json", "consume.js")) {
            Files.copy(EXAMPLE.resolve(file), directory.resolve(file));
        }
        assumeTrue(
                runs(90, Map.of(), "npm", "install", "--no-audit", "--no-fund", "--silent"),
                "needs node and npm with a registry that answers");
        BusClient client = new BusClient(bus.url());
        List<String> ids =
                IntStream.range(0, ACTIONS)
                        .mapToObj(i -> client.execute("echo", "node-" + i, "{\"n\":" + i + "}"))
                        .map(BusClient.Answer::actionId)
                        .toList();
        boolean ended =
                runs(
                        60,
                        Map.of("KAFKA", bus.bootstrap(), "REGISTRY", bus.url(), "IDLE_MS", "3000"),
                        "node",
                        "consume.js");
        assertThat(ended).as(Files.readString(directory.resolve("err"))).isTrue();
        List<JsonNode> events =
                Files.readAllLines(directory.resolve("out")).stream()
                        .map(BusClient::parse)
                        .toList();
        assertThat(events)
                .filteredOn(e -> e.path("type").asText().equals("do.action.completed.v1"))
                .extracting(e -> e.path("value").path("actionId").asText())
                .filteredOn(ids::contains) // others on this bus may have been redriven
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(events).hasSameSizeAs(new EventLog(bus).read());
    }

    private boolean runs(int seconds, Map<String, String> more, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(directory.resolve("out").toFile())
                        .redirectError(directory.resolve("err").toFile());
        builder.environment().putAll(more);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return false;
        }
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS) && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }
}
