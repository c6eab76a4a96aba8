package dev.actionbus.audit.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.audit.log.LogId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The notes and the raw records for strangers: lines of JSON, {@code
 * {"topic","partition","offset","key","value"}}, key and value in Base64 or null. All notes come
 * first, so that one pass over the file can check them.
 */
public final class DumpLog {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Writer out;
    private long records;

    private DumpLog(Writer out) {
        this.out = out;
    }

    /**
     * Returns the number of records of the event log.
     *
     * @throws IOException the file can not be written
     */
    public static long run(LogScan scan, Path file, Progress progress) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            DumpLog dump = new DumpLog(out);
            String checkpoints = scan.topics().checkpoints();
            for (NoteRecord note : scan.notes()) {
                dump.line(
                        JSON.createObjectNode()
                                .put("topic", checkpoints)
                                .put("partition", note.partition())
                                .put("offset", note.offset()),
                        note.key(),
                        note.value());
            }
            scan.records(dump::record, progress);
            return dump.records;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void record(LogId log, LogRecord record) {
        records++;
        line(
                JSON.createObjectNode()
                        .put("topic", log.topic())
                        .put("partition", log.partition())
                        .put("offset", record.offset()),
                record.key(),
                record.value());
    }

    private void line(ObjectNode line, byte @Nullable [] key, byte @Nullable [] value) {
        try {
            out.write(line.put("key", key).put("value", value) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
