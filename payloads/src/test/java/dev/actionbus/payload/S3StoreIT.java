package dev.actionbus.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that is not ours: s3rver from npm. */
final class S3StoreIT {

    @TempDir private static Path directory;
    private static Optional<Process> server = Optional.empty();
    private static int port;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        assumeTrue(
                run(
                        directory,
                        "npm",
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--silent",
                        "s3rver@3.7.1"),
                "needs node and npm with a registry that answers");
        System.setProperty("aws.accessKeyId", "S3RVER");
        System.setProperty("aws.secretAccessKey", "S3RVER");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.createDirectories(directory.resolve("objects"));
        server =
                Optional.of(
                        builder(
                                        directory,
                                        "node",
                                        "node_modules/s3rver/bin/s3rver.js",
                                        "-a",
                                        "127.0.0.1",
                                        "-p",
                                        String.valueOf(port),
                                        "-d",
                                        "objects",
                                        "--configure-bucket",
                                        "payloads")
                                .start());
        await().atMost(Duration.ofSeconds(30)).until(S3StoreIT::answers);
    }

    @AfterAll
    static void stop() {
        server.ifPresent(Process::destroyForcibly);
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void largeJsonGoesToTheBucketAndComesBackToTheLetter() {
        try (Payloads payloads = Payloads.in(bucket("payloads", port).open())) {
            String large = "{\"x\":\"" + "é1".repeat(Payloads.INLINE) + "\"}";
            String claim = payloads.leaveParams(large);
            assertThat(payloads.fetch(claim)).isEqualTo(large);
            assertThat(payloads.leaveParams(large)).isEqualTo(claim);
        }
    }

    @Test
    void whatIsNotThereIsMissing() {
        String claim =
                "{\"$claim\":{\"bytes\":5,\"canonical\":\"%1$s\",\"digest\":\"%1$s\"}}"
                        .formatted("a".repeat(64));
        try (Payloads payloads = Payloads.in(bucket("payloads", port).open())) {
            assertThatThrownBy(() -> payloads.fetch(claim))
                    .isInstanceOfSatisfying(
                            PayloadTrouble.class,
                            e -> assertThat(e.code()).isEqualTo("PAYLOAD_MISSING"));
        }
    }

    @Test
    void aBucketThatIsNotThereOrDoesNotAnswerIsATroubleThatMayPass() throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        for (PayloadLocation.Bucket wrong :
                List.of(bucket("other", port), bucket("payloads", nobody))) {
            try (Payloads payloads = Payloads.in(wrong.open())) {
                assertThatThrownBy(() ->
                                payloads.leaveParams(
                                        "{\"x\":\"" + "y".repeat(Payloads.INLINE) + "\"}"))
                        .isInstanceOfSatisfying(
                                PayloadTrouble.class,
                                e -> assertThat(e.code()).isEqualTo("PAYLOAD_UNAVAILABLE"));
            }
        }
    }

    private static PayloadLocation.Bucket bucket(String name, int at) {
        return new PayloadLocation.Bucket(
                name, "runs/", "us-east-1", Optional.of(URI.create("http://127.0.0.1:" + at)));
    }

    private static boolean answers() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean run(Path where, String... command) throws InterruptedException {
        try {
            Process process = builder(where, command).start();
            try {
                return process.waitFor(90, TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return false;
        }
    }

    private static ProcessBuilder builder(Path where, String... command) {
        return new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
    }
}
