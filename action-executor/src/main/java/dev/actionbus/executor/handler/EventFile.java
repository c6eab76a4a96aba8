package dev.actionbus.executor.handler;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Follows a file that a process appends lines to, without ever waiting for it. Lines over 136 KiB
 * are cut, and after 16 MiB nothing more is read or kept on disk, so that a process can neither
 * fill our memory nor, this way, the disk.
 */
final class EventFile implements AutoCloseable {

    static final int LONGEST_LINE = 136 * 1024;
    static final long MOST_BYTES = 16L << 20;
    private static final int CHUNK = 64 * 1024;

    private final RandomAccessFile file;
    private final Lines lines;
    private final byte[] chunk = new byte[CHUNK];
    private byte[] line = new byte[256];
    private int length;
    private boolean tooLong;
    private long position;
    private long seen;

    /** Who reads them. */
    interface Lines {

        void line(byte[] bytes);

        /** One that is not told. */
        void tooLong();

        /** The rest is not read. */
        void tooMany();
    }

    EventFile(Path path, Lines lines) throws IOException {
        // Not a channel: an interrupt must not close it.
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.lines = lines;
    }

    /** Takes at most 64 KiB of what is there; false if nothing was. */
    boolean pull() {
        try {
            long size = file.length();
            if (size < position) {
                // Somebody has opened it anew.
                position = 0;
            }
            if (size == position) {
                return false;
            }
            if (seen >= MOST_BYTES) {
                file.setLength(0);
                position = 0;
                return false;
            }
            file.seek(position);
            int read = file.read(chunk);
            if (read <= 0) {
                return false;
            }
            position += read;
            take(read);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What is there and has no line end yet is a line too. */
    void finish() {
        while (pull()) {
            // Bounded by the most that is read.
        }
        if (length > 0 || tooLong) {
            endLine();
        }
    }

    private void take(int count) {
        seen += count;
        for (int at = 0; at < count; at++) {
            if (chunk[at] == '\n') {
                endLine();
            } else {
                append(chunk[at]);
            }
        }
        if (seen >= MOST_BYTES) {
            lines.tooMany();
        }
    }

    private void append(byte next) {
        if (length == LONGEST_LINE) {
            tooLong = true;
            return;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(LONGEST_LINE, 2 * length));
        }
        line[length++] = next;
    }

    private void endLine() {
        if (tooLong) {
            lines.tooLong();
        } else if (length > 0) {
            lines.line(Arrays.copyOf(line, length));
        }
        tooLong = false;
        length = 0;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
