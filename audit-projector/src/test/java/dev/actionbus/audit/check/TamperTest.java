package dev.actionbus.audit.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.audit.check.CopiedLog.Bytes;
import dev.actionbus.audit.check.Finding.Kind;
import dev.actionbus.audit.log.LogKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of logs that somebody with access to the disks has changed, and untouched ones. */
final class TamperTest {

    private static final int TRIALS = 1000;
    private static final int UNTOUCHED = 100;
    private static final int LONGEST = 64;

    @TempDir private static Path directory;

    private static LogKeys keys;

    @BeforeAll
    static void makesAKey() throws IOException {
        keys = LogKeys.at(directory.resolve("log.key"), "actionbus/abc");
    }

    /** Where it was tampered with, and what a check must say. */
    private record Tampered(Kind kind, int ordinal, CopiedLog log) {}

    @Test
    void everyTamperedLogIsFoundWithTheRightRecord() {
        for (int seed = 0; seed < TRIALS; seed++) {
            Random random = new Random(seed);
            CopiedLog original = log(random);
            int signed = 2 + random.nextInt(original.records().size() - 1);
            Tampered tampered = tamper(original, signed, random);

            Verification found = verified(tampered.log(), original, signed);

            assertThat(found.isRight()).as("seed %d", seed).isFalse();
            Difference first = found.logs().getFirst().difference().orElseThrow();
            assertThat(first.kind()).as("seed %d", seed).isEqualTo(tampered.kind());
            assertThat(first.ordinal()).as("seed %d", seed).isEqualTo(tampered.ordinal());
            long there = Math.min(tampered.ordinal(), tampered.log().records().size() - 1);
            assertThat(first.offset()).isEqualTo(CopiedLog.offset(there));
        }
    }

    @Test
    void theNotesAloneFindEveryTamperedLog() {
        for (int seed = 0; seed < TRIALS / 10; seed++) {
            Random random = new Random(seed);
            CopiedLog original = log(random);
            int signed = 2 + random.nextInt(original.records().size() - 1);
            Tampered tampered = tamper(original, signed, random);

            Verification found =
                    tampered.log()
                            .verified(
                                    List.of(original.published(signed, keys)),
                                    List.of(),
                                    keys.verifiers());

            assertThat(found.findings())
                    .as("seed %d", seed)
                    .extracting(Finding::kind)
                    .containsAnyOf(Kind.ROOT_DIFFERS, Kind.RECORDS_MISSING);
        }
    }

    @Test
    void anUntouchedLogGivesNoAlarmEvenIfItGrew() {
        for (int seed = 0; seed < UNTOUCHED; seed++) {
            Random random = new Random(seed);
            CopiedLog original = log(random);
            int signed = 1 + random.nextInt(original.records().size());

            Verification found = verified(original, original, signed);

            assertThat(found.findings()).as("seed %d", seed).isEmpty();
            assertThat(found.logs().getFirst().signed()).isEqualTo(signed);
        }
    }

    private static Verification verified(CopiedLog now, CopiedLog original, int signed) {
        return now.verified(List.of(), List.of(original.exported(signed, keys)), keys.verifiers());
    }

    /**
     * Within what was signed: what comes after it nobody vouches for. A removed last record of an
     * export looks like a changed one when the log went on.
     */
    private static Tampered tamper(CopiedLog original, int signed, Random random) {
        List<Bytes> records = new ArrayList<>(original.records());
        int at = random.nextInt(signed);
        switch (random.nextInt(4)) {
            case 0 -> {
                records.set(at, edited(records.get(at), random));
                return new Tampered(Kind.RECORD_CHANGED, at, new CopiedLog(records));
            }
            case 1 -> {
                records.remove(at);
                boolean known = at + 1 < signed || records.size() < signed;
                Kind kind = known ? Kind.RECORD_REMOVED : Kind.RECORD_CHANGED;
                return new Tampered(kind, at, new CopiedLog(records));
            }
            case 2 -> {
                records.add(at, bytes(random));
                return new Tampered(Kind.RECORD_INSERTED, at, new CopiedLog(records));
            }
            default -> {
                int other = (at + 1 + random.nextInt(signed - 1)) % signed;
                Collections.swap(records, at, other);
                return new Tampered(Kind.RECORD_MOVED, Math.min(at, other), new CopiedLog(records));
            }
        }
    }

    private static Bytes edited(Bytes record, Random random) {
        byte[] key = record.key().clone();
        byte[] value = record.value().clone();
        byte[] one = random.nextBoolean() ? key : value;
        one[random.nextInt(one.length)] ^= (byte) (1 << random.nextInt(8));
        return new Bytes(key, value);
    }

    private static CopiedLog log(Random random) {
        int size = 2 + random.nextInt(LONGEST);
        return new CopiedLog(IntStream.range(0, size).mapToObj(it -> bytes(random)).toList());
    }

    private static Bytes bytes(Random random) {
        byte[] key = new byte[16];
        byte[] value = new byte[1 + random.nextInt(60)];
        random.nextBytes(key);
        random.nextBytes(value);
        value[0] = (byte) random.nextInt();
        return value.length < 8 ? bytes(random) : new Bytes(key, value);
    }
}
