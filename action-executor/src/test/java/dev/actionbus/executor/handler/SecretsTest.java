package dev.actionbus.executor.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir private Path directory;

    @Test
    void aSecretIsHiddenWholeByLineAndInTheWaysJsonAndMessagesWriteIt() throws IOException {
        Secrets secrets = secrets("first \"line\" 1\nsecond\\line\t2\n");
        assertThat(secrets.environment()).containsEntry("A", "first \"line\" 1\nsecond\\line\t2");
        assertThat(secrets.hiddenIn("<first \"line\" 1\nsecond\\line\t2>")).isEqualTo("<***>");
        assertThat(secrets.hiddenIn("<second\\line\t2>")).isEqualTo("<***>");
        assertThat(secrets.hiddenIn("<first \\\"line\\\" 1>")).isEqualTo("<***>");
        assertThat(secrets.hiddenIn("<second\\\\line\\t2>")).isEqualTo("<***>");
        assertThat(secrets.appearIn("{\"a\":\"first \\\"line\\\" 1\"}")).isTrue();
        assertThat(secrets.appearIn("first line 1")).isFalse();
    }

    @Test
    void plainTextIsNotHiddenAndNeitherIsWhatIsTooShort() throws IOException {
        assertThat(secrets("short").appearIn("a short one")).isFalse();
        Map<String, EnvValue> plain = Map.of("A", new EnvValue.Plain("a long plain value"));
        assertThat(opened(plain).appearIn("a long plain value")).isFalse();
    }

    private Secrets secrets(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), text);
        return opened(Map.of("A", new EnvValue.FromFile(file)));
    }

    private static Secrets opened(Map<String, EnvValue> declared) {
        return ((Secrets.Opened.Ready) Secrets.of(declared)).secrets();
    }
}
