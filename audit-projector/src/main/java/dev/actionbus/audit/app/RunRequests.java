package dev.actionbus.audit.app;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The request of a run on its way to another process. It is compressed: with its definition it may
 * be larger than a body may be.
 */
record RunRequests(RecordCodec codec) {

    static final String TYPE = "application/octet-stream";

    private static final int MOST = 4 << 20;

    byte[] write(ActionRequested run) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(codec.encode(run));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /**
     * @throws IllegalArgumentException they are not the request of a run
     */
    ActionRequested read(byte[] bytes) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            if (codec.decode(in.readNBytes(MOST), Contract.REQUESTS)
                            instanceof Decoded.Readable(ActionRequested run)
                    && run.getDefinition() != null) {
                return run;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not compressed", e);
        }
        throw new IllegalArgumentException("not the request of a run");
    }
}
