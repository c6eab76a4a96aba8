package dev.actionbus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of every record under schema id 1, first filled, then minimal. {@code -Dgolden.write}
 * writes the files anew; a difference in an old file is a break for whoever stored such bytes.
 */
final class GoldenBytesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static Stream<String> records() {
        return Contract.SUBJECTS.stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("records")
    void bytesAreWhatTheyAlwaysWere(String record) throws IOException {
        List<String> now = Stream.of(Samples.values()).map(s -> hex(s.of(record))).toList();
        Path file = GOLDEN.resolve(record.substring(record.lastIndexOf('.') + 1) + ".hex");
        if (System.getProperty("golden.write") != null) {
            Files.write(file, now);
        }
        assertThat(Files.readAllLines(file)).isEqualTo(now);
    }

    @ParameterizedTest
    @MethodSource("records")
    void bytesReadBackAsTheSameRecord(String record) {
        for (Samples sample : Samples.values()) {
            RecordCodec codec = new RecordCodec(new MemoryRegistry());
            SpecificRecord value = sample.of(record);
            assertThat(codec.decode(codec.encode(value), Set.of(record)))
                    .isEqualTo(new RecordCodec.Decoded.Readable(value));
        }
    }

    @Test
    void everyRecordHasAFileAndEveryFileARecord() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".hex", "")))
                    .containsExactlyInAnyOrderElementsOf(
                            records().map(n -> n.substring(n.lastIndexOf('.') + 1)).toList());
        }
    }

    private static String hex(SpecificRecord value) {
        return HexFormat.of().formatHex(new RecordCodec(new MemoryRegistry()).encode(value));
    }
}
