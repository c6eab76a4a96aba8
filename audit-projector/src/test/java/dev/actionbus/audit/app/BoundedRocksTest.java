package dev.actionbus.audit.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.ledger.RunsHere;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

class BoundedRocksTest {

    private static final int ACTIONS = 1000;

    @TempDir Path directory;

    @Test
    void aLedgerKnowsWithoutASearchThatAnActionIsNew() throws RocksDBException {
        assertThat(askedInVain(RunsHere.STORE)).isGreaterThan(ACTIONS * 9 / 10);
    }

    @Test
    void otherStoresKeepNoFilterOfTheirLargestFile() throws RocksDBException {
        assertThat(askedInVain("audit-view")).isZero();
    }

    /** How many questions for unknown keys a filter has answered, all rows being in one file. */
    private long askedInVain(String storeName) throws RocksDBException {
        try (Options options = asKafkaStreamsMakesThem();
                Statistics statistics = new Statistics()) {
            new BoundedRocks().setConfig(storeName, options, Map.of());
            options.setStatistics(statistics);
            try (RocksDB store = RocksDB.open(options, directory.toString())) {
                for (int i = 0; i < ACTIONS; i++) {
                    store.put(("known " + i).getBytes(UTF_8), new byte[] {1});
                }
                store.compactRange();
                for (int i = 0; i < ACTIONS; i++) {
                    assertThat(store.get(("known " + i + "?").getBytes(UTF_8))).isNull();
                }
            }
            return statistics.getTickerCount(TickerType.BLOOM_FILTER_USEFUL);
        }
    }

    private static Options asKafkaStreamsMakesThem() {
        return new Options()
                .setCreateIfMissing(true)
                .setOptimizeFiltersForHits(true)
                .setTableFormatConfig(new BlockBasedTableConfig());
    }
}
