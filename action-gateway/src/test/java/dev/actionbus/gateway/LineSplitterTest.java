package dev.actionbus.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.gateway.LineSplitter.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineSplitterTest {

    private static final int LONGEST = 8;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void howeverTheBytesComeTheLinesAreTheSame(int pieces) {
        String text = "one\r\n\n  \ntwo\n12345678\n12345678\r\n123456789\n1234567890123456789\nend";

        assertThat(lines(text, pieces))
                .containsExactly(
                        "one", "two", "12345678", "12345678", "too long", "too long", "end");
    }

    @Test
    void aFileThatEndsWithAnEndOfLineHasNoLineMore() {
        assertThat(lines("a\nb\n", 3)).containsExactly("a", "b");
        assertThat(lines("", 3)).isEmpty();
    }

    private static List<String> lines(String text, int pieces) {
        LineSplitter splitter = new LineSplitter(LONGEST);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < text.length(); i += pieces) {
            String piece = text.substring(i, Math.min(text.length(), i + pieces));
            splitter.add(piece.getBytes(StandardCharsets.UTF_8)).forEach(l -> all.add(show(l)));
        }
        splitter.end().forEach(line -> all.add(show(line)));
        return all;
    }

    private static String show(Line line) {
        return switch (line) {
            case Line.Whole whole -> new String(whole.bytes(), StandardCharsets.UTF_8);
            case Line.TooLong _ -> "too long";
        };
    }
}
