package dev.actionbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BatchLineTest {

    @Test
    void anAnswerIsOneLineWhateverSpaceItsResultHas() {
        assertThat(text(Map.of(), "{\"result\":{\n  \"a\": 1\r\n}}"))
                .isEqualTo("{\"result\":{   \"a\": 1  }}\n");
    }

    @Test
    void aRepeatedOneSaysSo() {
        assertThat(text(Map.of("Idempotency-Replayed", "true"), "{\"actionId\":\"x\"}"))
                .isEqualTo("{\"actionId\":\"x\",\"replayed\":true}\n");
    }

    private static String text(Map<String, String> headers, String body) {
        Answer answer = new Answer(200, headers, body.getBytes(StandardCharsets.UTF_8));
        return new String(BatchLine.text(answer), StandardCharsets.UTF_8);
    }
}
