package dev.actionbus.audit;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A store of one partition that tells when it is opened and closed; else as the one it wraps. */
final class WatchedView implements KeyValueStore<byte[], byte[]> {

    private final KeyValueStore<byte[], byte[]> store;
    private final OpenViews views;
    private int partition = -1;

    WatchedView(KeyValueStore<byte[], byte[]> store, OpenViews views) {
        this.store = store;
        this.views = views;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        store.init(context, root);
        partition = context.taskId().partition();
        views.opened(partition, this);
    }

    @Override
    public void close() {
        views.closed(partition, this);
        store.close();
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public boolean isOpen() {
        return store.isOpen();
    }

    @Override
    public boolean persistent() {
        return store.persistent();
    }

    @Override
    @Deprecated
    public void flush() {
        store.flush();
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        store.commit(changelogOffsets);
    }

    @Override
    public Long committedOffset(TopicPartition partition) {
        return store.committedOffset(partition);
    }

    @Override
    @Deprecated
    public boolean managesOffsets() {
        return store.managesOffsets();
    }

    @Override
    public Position getPosition() {
        return store.getPosition();
    }

    @Override
    public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
        return store.query(query, bound, config);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(key, value);
    }

    @Override
    public byte[] putIfAbsent(byte[] key, byte[] value) {
        return store.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<byte[], byte[]>> entries) {
        store.putAll(entries);
    }

    @Override
    public byte[] delete(byte[] key) {
        return store.delete(key);
    }

    @Override
    public byte[] get(byte[] key) {
        return store.get(key);
    }

    @Override
    public KeyValueIterator<byte[], byte[]> range(byte[] from, byte[] to) {
        return store.range(from, to);
    }

    @Override
    public KeyValueIterator<byte[], byte[]> reverseRange(byte[] from, byte[] to) {
        return store.reverseRange(from, to);
    }

    @Override
    public KeyValueIterator<byte[], byte[]> all() {
        return store.all();
    }

    @Override
    public KeyValueIterator<byte[], byte[]> reverseAll() {
        return store.reverseAll();
    }

    @Override
    public <S extends Serializer<P>, P> KeyValueIterator<byte[], byte[]> prefixScan(
            P prefix, S serializer) {
        return store.prefixScan(prefix, serializer);
    }

    @Override
    public long approximateNumEntries() {
        return store.approximateNumEntries();
    }
}
