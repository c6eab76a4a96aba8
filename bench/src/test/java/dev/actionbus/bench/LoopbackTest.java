package dev.actionbus.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

final class LoopbackTest {

    private static final URI HERE = URI.create("http://127.0.0.1:8080");

    @Test
    void thisMachineMayBeLoaded() {
        assertThatCode(() -> Loopback.require("127.0.0.1:9092,[::1]:9092", HERE))
                .doesNotThrowAnyException();
    }

    @Test
    void noOtherMachineMay() {
        assertThatThrownBy(() -> Loopback.require("127.0.0.1:9092,192.0.2.1:9092", HERE))
                .hasMessageContaining("192.0.2.1");
        assertThatThrownBy(
                        () -> Loopback.require("127.0.0.1:9092", URI.create("http://192.0.2.1/")))
                .hasMessageContaining("192.0.2.1");
    }
}
