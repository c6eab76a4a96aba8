package dev.actionbus.audit.check;

import dev.actionbus.audit.RowDigest;
import dev.actionbus.audit.ViewRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/** A view that nobody asks and nobody keeps: in RocksDB, as a view may be larger than the heap. */
final class ScratchRows implements ViewRows, AutoCloseable {

    private final Path directory;
    private final Options options;
    private final WriteOptions unlogged;
    private final RocksDB rocks;

    private ScratchRows(Path directory, Options options, RocksDB rocks) {
        this.directory = directory;
        this.options = options;
        this.rocks = rocks;
        unlogged = new WriteOptions().setDisableWAL(true);
    }

    /**
     * @param parent where there is room for a view
     */
    static ScratchRows in(Path parent) throws IOException {
        RocksDB.loadLibrary();
        Path directory = Files.createTempDirectory(parent, "rebuild-");
        Options options = new Options().setCreateIfMissing(true);
        try {
            return new ScratchRows(directory, options, RocksDB.open(options, directory.toString()));
        } catch (RocksDBException e) {
            throw new IOException("no scratch view in " + parent, e);
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        try {
            return rocks.get(key);
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void put(byte[] key, byte[] value) {
        try {
            rocks.put(unlogged, key, value);
        } catch (RocksDBException e) {
            throw new IllegalStateException("the scratch view can not grow", e);
        }
    }

    /** All rows, in the order of their keys as unsigned bytes. */
    RowDigest digest() {
        RowDigest digest = new RowDigest();
        try (RocksIterator rows = rocks.newIterator()) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                digest.add(rows.key(), rows.value());
            }
        }
        return digest;
    }

    @Override
    public void close() throws IOException {
        rocks.close();
        unlogged.close();
        options.close();
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
