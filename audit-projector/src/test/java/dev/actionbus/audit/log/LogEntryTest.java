package dev.actionbus.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LogEntryTest {

    private static final LogId LOG = new LogId("c", "action.events", 2);

    @Test
    void itIsTheDigestOfPlaceAndBytesAsDocumented() {
        String bytes =
                "000d"
                        + "616374696f6e2e6576656e7473" // topic
                        + "00000002" // partition
                        + "0000000000000007" // ordinal
                        + "00000001"
                        + "6b" // key
                        + "00000002"
                        + "76ff"; // value

        assertThat(LogEntry.of(LOG, 7, new byte[] {'k'}, new byte[] {'v', (byte) 0xff}))
                .isEqualTo(Hash.sha256(HexFormat.of().parseHex(bytes)));
    }

    @Test
    void everyPartOfARecordCounts() {
        byte[] key = {1};
        byte[] value = {2};
        Set<Hash> all =
                new HashSet<>(
                        List.of(
                                LogEntry.of(LOG, 7, key, value),
                                LogEntry.of(LOG, 8, key, value),
                                LogEntry.of(new LogId("c", "action.events", 3), 7, key, value),
                                LogEntry.of(new LogId("c", "action.event", 2), 7, key, value),
                                LogEntry.of(LOG, 7, value, value),
                                LogEntry.of(LOG, 7, key, key),
                                LogEntry.of(LOG, 7, null, value),
                                LogEntry.of(LOG, 7, new byte[0], value),
                                LogEntry.of(LOG, 7, key, null),
                                LogEntry.of(LOG, 7, key, new byte[0]),
                                LogEntry.of(LOG, 7, new byte[] {1, 2}, new byte[0])));

        assertThat(all).hasSize(11);
    }
}
