package dev.actionbus.audit.check;

import dev.actionbus.audit.log.Hash;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The entries a log had, 32 bytes each, one behind the other. */
final class Entries {

    private final MemorySegment hashes;

    private Entries(MemorySegment hashes) {
        this.hashes = hashes;
    }

    /** Maps a file: an export may be larger than the heap. */
    static Entries of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Entries(
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
        }
    }

    static Entries of(List<Hash> entries) {
        byte[] bytes = new byte[entries.size() * Hash.BYTES];
        for (int i = 0; i < entries.size(); i++) {
            System.arraycopy(entries.get(i).bytes(), 0, bytes, i * Hash.BYTES, Hash.BYTES);
        }
        return new Entries(MemorySegment.ofArray(bytes));
    }

    /** Number of whole entries. */
    long size() {
        return hashes.byteSize() / Hash.BYTES;
    }

    Hash get(long ordinal) {
        return Hash.of(
                hashes.asSlice(ordinal * Hash.BYTES, Hash.BYTES).toArray(ValueLayout.JAVA_BYTE));
    }

    /** Of the tree they make. */
    Hash root() {
        Frontier tree = new Frontier();
        for (long i = 0; i < size(); i++) {
            tree.append(Hash.leaf(get(i).bytes()));
        }
        return tree.head().root();
    }
}
