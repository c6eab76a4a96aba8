package dev.actionbus.audit.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.audit.check.CopiedLog.Bytes;
import dev.actionbus.audit.check.Finding.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs as words: a letter is a record. */
final class FindDifferenceTest {

    @ParameterizedTest
    @CsvSource({
        "ABCDE, AXCDE,   RECORD_CHANGED,  1, 1",
        "ABCDE, ABCDX,   RECORD_CHANGED,  4, 1",
        "ABCDE, AXXDE,   RECORD_CHANGED,  1, 1",
        "ABCDE, ACDE,    RECORD_REMOVED,  1, 1",
        "ABCDE, ACDEFG,  RECORD_REMOVED,  1, 1",
        "ABCDE, ADE,     RECORD_REMOVED,  1, 2",
        "ABCDE, ABC,     RECORD_REMOVED,  3, 2",
        "ABCDE, AXBCDE,  RECORD_INSERTED, 1, 1",
        "ABCDE, AXYBCDE, RECORD_INSERTED, 1, 2",
        "ABCDE, ABCDXE,  RECORD_INSERTED, 4, 1",
        "ABCDE, ACBCDE,  RECORD_INSERTED, 1, 1",
        "ABCDE, ADBCDE,  RECORD_INSERTED, 1, 1",
        "ABCDE, ACBDE,   RECORD_MOVED,    1, 1",
        "ABCDE, ABCED,   RECORD_MOVED,    3, 1",
        "ABCDE, EBCDA,   RECORD_MOVED,    0, 1",
        "ABACD, BACD,    RECORD_REMOVED,  0, 1",
    })
    void theFirstPlaceIsNamedAndWhatHappenedThere(
            String before, String now, Kind kind, long ordinal, long count) {
        Difference difference = difference(before, now).orElseThrow();

        assertThat(difference.kind()).isEqualTo(kind);
        assertThat(difference.ordinal()).isEqualTo(ordinal);
        assertThat(difference.count()).isEqualTo(count);
    }

    @Test
    void growthIsNoDifference() {
        assertThat(difference("ABC", "ABC")).isEmpty();
        assertThat(difference("ABC", "ABCDE")).isEmpty();
        assertThat(difference("", "A")).isEmpty();
    }

    private static Optional<Difference> difference(String before, String now) {
        CopiedLog log = log(before);
        FindDifference find =
                new FindDifference(CopiedLog.LOG, Entries.of(log.entries(before.length())));
        log(now).scanned().forEach(it -> find.accept(it, it.entry(CopiedLog.LOG)));
        return find.result();
    }

    private static CopiedLog log(String letters) {
        return new CopiedLog(
                letters.chars()
                        .mapToObj(it -> String.valueOf((char) it).getBytes(StandardCharsets.UTF_8))
                        .map(it -> new Bytes(it, it))
                        .toList());
    }
}
