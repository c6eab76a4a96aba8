package dev.actionbus.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class EmbeddedBrokerIT {

    @TempDir Path data;

    @Test
    void aRestartKeepsClusterTopicsAndRecords() throws Exception {
        String cluster;
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(data))) {
            cluster = Traffic.clusterId(broker.bootstrapServers());
            Traffic.createTopic(broker.bootstrapServers());
            Traffic.write(broker.bootstrapServers(), "one", "two");
        }
        try (EmbeddedBroker again = EmbeddedBroker.start(BrokerOptions.in(data))) {
            assertThat(Traffic.clusterId(again.bootstrapServers())).isEqualTo(cluster);
            Traffic.write(again.bootstrapServers(), "three");
            awaitWords(again, "one", "two", "three");
        }
    }

    @Test
    void startAndStopAreQuick() throws Exception {
        long begin = System.nanoTime();
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(data));
        Traffic.clusterId(broker.bootstrapServers());
        long ready = System.nanoTime();
        broker.close();
        broker.close();
        long down = System.nanoTime();
        System.out.printf(
                "broker: ready after %d ms, down after %d ms%n",
                (ready - begin) / 1_000_000, (down - ready) / 1_000_000);
        // Wide bounds: the machine may be busy with other builds.
        assertThat(Duration.ofNanos(ready - begin)).isLessThan(Duration.ofSeconds(20));
        assertThat(Duration.ofNanos(down - ready)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aSecondBrokerOnTheDirectoryIsRefusedAndToldByWhom() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(data))) {
            assertThatThrownBy(() -> EmbeddedBroker.start(BrokerOptions.in(data)))
                    .isInstanceOf(DirectoryInUse.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + " on ");
            assertThat(Traffic.clusterId(broker.bootstrapServers())).isNotEmpty();
        }
    }

    @Test
    void afterAKillTheDirectoryStartsAgainWithoutRepair() throws Exception {
        Process child = child();
        try {
            awaitReady(child);
            assertThatThrownBy(() -> EmbeddedBroker.start(BrokerOptions.in(data)))
                    .isInstanceOf(DirectoryInUse.class)
                    .hasMessageContaining("process " + child.pid() + " on ");
        } finally {
            child.destroyForcibly().waitFor();
        }
        try (EmbeddedBroker again = EmbeddedBroker.start(BrokerOptions.in(data))) {
            Traffic.write(again.bootstrapServers(), "after");
            awaitWords(again, "kept", "too", "after");
        }
    }

    @Test
    void aStartThatFailsSaysWhyAndFreesTheDirectory() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BrokerOptions options = BrokerOptions.in(data).withPort(taken.getLocalPort());
            assertThatThrownBy(() -> EmbeddedBroker.start(options))
                    .isInstanceOf(BrokerStartFailed.class)
                    .hasMessageContaining("Address already in use");
        }
        EmbeddedBroker.start(BrokerOptions.in(data)).close();
    }

    @Test
    void aDamagedDirectoryIsAnExceptionNotTheEndOfTheProcess() throws Exception {
        EmbeddedBroker.start(BrokerOptions.in(data)).close();
        Files.writeString(data.resolve("kafka/meta.properties"), "version=1\nnode.id=7\n");
        assertThatThrownBy(() -> EmbeddedBroker.start(BrokerOptions.in(data)))
                .isInstanceOf(BrokerStartFailed.class)
                .hasMessageContaining("meta.properties");
    }

    /** A commit returns before its markers are written, so readers may be a moment behind. */
    private static void awaitWords(EmbeddedBroker broker, String... words) {
        await().untilAsserted(() ->
                assertThat(Traffic.read(broker.bootstrapServers())).containsExactly(words));
    }

    private Process child() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledBroker.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitReady(Process child) throws Exception {
        BufferedReader said = child.inputReader();
        String line = said.readLine();
        while (line != null && !line.equals(KilledBroker.READY)) {
            line = said.readLine();
        }
        assertThat(line).as("the child came up").isNotNull();
    }
}
