package dev.actionbus.audit;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The stores of the view that are open in this process: of the partitions that are folded here, and
 * copies of others. Kafka Streams does not hand out a store while its task turns from a copy into
 * one that folds; that takes as long as a transaction which its former owner has left open.
 * Thread-safe.
 */
public final class OpenViews {

    private final Map<Integer, KeyValueStore<byte[], byte[]>> open = new ConcurrentHashMap<>();

    /** The partitions, whatever the age of their rows. */
    Set<Integer> partitions() {
        return Set.copyOf(open.keySet());
    }

    /** Empty: it is not here. */
    Optional<ReadOnlyKeyValueStore<byte[], byte[]>> of(int partition) {
        return Optional.ofNullable(open.get(partition));
    }

    /** Makes the same stores, which are known here while they are open. */
    StoreBuilder<KeyValueStore<byte[], byte[]>> watching(
            StoreBuilder<KeyValueStore<byte[], byte[]>> stores) {
        return new Watching(stores);
    }

    void opened(int partition, KeyValueStore<byte[], byte[]> store) {
        open.put(partition, store);
    }

    /** Unless another one has been opened since. */
    void closed(int partition, KeyValueStore<byte[], byte[]> store) {
        open.remove(partition, store);
    }

    private final class Watching implements StoreBuilder<KeyValueStore<byte[], byte[]>> {

        private final StoreBuilder<KeyValueStore<byte[], byte[]>> stores;

        Watching(StoreBuilder<KeyValueStore<byte[], byte[]>> stores) {
            this.stores = stores;
        }

        @Override
        public KeyValueStore<byte[], byte[]> build() {
            return new WatchedView(stores.build(), OpenViews.this);
        }

        @Override
        public StoreBuilder<KeyValueStore<byte[], byte[]>> withCachingEnabled() {
            return new Watching(stores.withCachingEnabled());
        }

        @Override
        public StoreBuilder<KeyValueStore<byte[], byte[]>> withCachingDisabled() {
            return new Watching(stores.withCachingDisabled());
        }

        @Override
        public StoreBuilder<KeyValueStore<byte[], byte[]>> withLoggingEnabled(
                Map<String, String> config) {
            return new Watching(stores.withLoggingEnabled(config));
        }

        @Override
        public StoreBuilder<KeyValueStore<byte[], byte[]>> withLoggingDisabled() {
            return new Watching(stores.withLoggingDisabled());
        }

        @Override
        public Map<String, String> logConfig() {
            return stores.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return stores.loggingEnabled();
        }

        @Override
        public String name() {
            return stores.name();
        }
    }
}
