package dev.actionbus.audit;

import static dev.actionbus.audit.ViewSamples.LOG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.audit.ViewSamples.MemoryRows;
import dev.actionbus.testkit.InMemorySchemaRegistry;
import dev.actionbus.wire.RecordCodec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RowDigestTest {

    private final RecordCodec codec = new RecordCodec(new InMemorySchemaRegistry());
    private final List<EventRecord> events = ViewSamples.events(codec, 90);
    private final MemoryRows rows = new MemoryRows();

    @Test
    void onlyTheRowsOfWholeRecordsAreWhole() {
        Watched watched = new Watched();
        ViewFold fold = new ViewFold(codec, LOG, watched);
        assertThat(digest(rows).isWhole()).isTrue();

        for (EventRecord event : events) {
            watched.wholeAfterAPut = 0;
            fold.add(event);
            assertThat(watched.wholeAfterAPut).as("only after the last put").isEqualTo(1);
            assertThat(digest(rows).isWhole()).isTrue();
        }
        assertThat(digest(rows).size()).isEqualTo(events.size()).isGreaterThan(256);
    }

    @Test
    void recordsWithoutAKeyAreWholeOnlyWhenTheTreeHasThem() {
        Watched watched = new Watched();
        ViewFold fold = new ViewFold(codec, LOG, watched);
        for (int i = 0; i < 300; i++) {
            watched.wholeAfterAPut = 0;
            fold.add(new EventRecord(i, 1000 - i, null, new byte[] {7}));
            assertThat(watched.wholeAfterAPut).as("only after the last put").isEqualTo(1);
        }
    }

    @Test
    void whatWasSignedLastDoesNotCountAndEverythingElseDoes() {
        ViewFold fold = new ViewFold(codec, LOG, rows);
        events.forEach(fold::add);
        String before = digest(rows).digest().toString();

        rows.put(ViewStore.signedKey(), new byte[40]);
        assertThat(digest(rows).digest()).hasToString(before);

        List<byte[]> keys = List.copyOf(rows.rows.keySet());
        for (int i = 0; i < keys.size(); i += 5) {
            byte[] key = keys.get(i);
            if (key[0] != ViewStore.SIGNED) {
                byte[] value = Objects.requireNonNull(rows.get(key));
                rows.put(key, changed(value));
                assertThat(digest(rows).digest().toString()).isNotEqualTo(before);
                rows.put(key, value);
            }
        }
    }

    /** Some rows are only keys. */
    private static byte[] changed(byte[] value) {
        byte[] changed = value.length == 0 ? new byte[1] : value.clone();
        changed[changed.length - 1] ^= 1;
        return changed;
    }

    private static RowDigest digest(MemoryRows rows) {
        RowDigest digest = new RowDigest();
        rows.rows.forEach(digest::add);
        return digest;
    }

    /** Looks at the rows after every one that is written. */
    private final class Watched implements ViewRows {
        private int wholeAfterAPut;

        @Override
        public byte @Nullable [] get(byte[] key) {
            return rows.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            rows.put(key, value);
            wholeAfterAPut += digest(rows).isWhole() ? 1 : 0;
        }
    }
}
