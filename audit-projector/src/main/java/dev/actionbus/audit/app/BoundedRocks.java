package dev.actionbus.audit.app;

import dev.actionbus.ledger.RunsHere;
import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One bounded piece of memory for all RocksDB stores of the process: Kafka Streams gives each store
 * 50 MiB of its own. Source: Kafka Streams developer guide, memory management.
 */
public final class BoundedRocks implements RocksDBConfigSetter {

    private static final long BLOCK_CACHE = 96L << 20;
    private static final long WRITE_BUFFERS = 48L << 20;
    private static final Cache CACHE = new LRUCache(BLOCK_CACHE, -1, false, 0.1);
    private static final WriteBufferManager BUFFERS = new WriteBufferManager(WRITE_BUFFERS, CACHE);
    private static final BloomFilter BLOOM = new BloomFilter(10);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(false);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        table.setFilterPolicy(BLOOM);
        options.setWriteBufferManager(BUFFERS);
        options.setWriteBufferSize(16L << 20);
        options.setMaxWriteBufferNumber(2);
        // One thread writes to a store.
        options.setAllowConcurrentMemtableWrite(false);
        // Files are put together half as often; the filters say which of them to look into.
        options.setLevel0FileNumCompactionTrigger(8);
        options.setMemtableWholeKeyFiltering(true);
        options.setMemtablePrefixBloomSizeRatio(0.1);
        // Kafka Streams saves the filter of the largest file, where nearly everything is. Most
        // questions of a ledger are about actions nobody has heard of: say so without a search.
        options.setOptimizeFiltersForHits(!storeName.equals(RunsHere.STORE));
        options.setTableFormatConfig(table);
    }

    @Override
    public void close(String storeName, Options options) {
        // the cache, the buffers and the filter are shared for the life of the process
    }
}
