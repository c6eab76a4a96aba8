package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Other processes that are dead or frozen. */
final class PeerHttpIT {

    /** Far more than an answer that needs no other process can take, on any machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final PeerHttp http = new PeerHttp();

    @Test
    void aFrozenProcessHoldsUpOneCallerOnly() throws IOException {
        try (ServerSocket frozen = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + frozen.getLocalPort() + "/v1/actions";

            assertThatThrownBy(() -> http.send(PeerHttp.get(url), PATIENCE))
                    .isInstanceOf(HttpTimeoutException.class);
            long begin = System.nanoTime();
            assertThatThrownBy(() -> http.send(PeerHttp.get(url), PATIENCE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("silent");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
        }
    }

    @Test
    void aDeadProcessIsAskedEveryTimeBecauseThatCostsNothing() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> http.send(PeerHttp.get("http://127.0.0.1:" + port), PATIENCE))
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("silent");
        }
    }
}
