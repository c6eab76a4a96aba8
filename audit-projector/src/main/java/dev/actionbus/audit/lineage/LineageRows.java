package dev.actionbus.audit.lineage;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.actionbus.action.DataRef;
import dev.actionbus.audit.index.ActionMark;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCompleted;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The graph's index as rows of the view's store: one row for each data set an action names, and for
 * its cause. An action without any of them costs nothing here; its facts are in the view already,
 * and so is the mark of its story.
 *
 * <p>Keys: {@code L}, the kind of the index, each part of the key as length (4) and UTF-8, the
 * action id. The outputs of an outcome lie under {@code Lo} and the action id, as JSON.
 */
public final class LineageRows {

    private static final byte LINEAGE = 'L';
    private static final byte OUTPUTS = 'o';
    private static final byte[] NOTHING = {};
    private static final byte[] NO_OUTPUTS = {'[', ']'};

    private LineageRows() {}

    /** Takes in one event of an action. */
    public static void fold(BiConsumer<byte[], byte[]> put, String actionId, SpecificRecord event) {
        if (event instanceof ActionAccepted accepted) {
            ActionFacts facts = ActionFacts.of(accepted.getRequest(), accepted.getAt());
            if (accepted.getRound() > 1) {
                // What an earlier round made is not of this one.
                put.accept(row(prefix(OUTPUTS), actionId), NO_OUTPUTS);
            }
            for (IndexKey key : IndexKey.of(facts)) {
                boolean marked = key instanceof IndexKey.Story;
                if (!marked) {
                    put.accept(row(prefix(key), actionId), NOTHING);
                }
            }
        } else if (event instanceof ActionCompleted done && !done.getOutputs().isEmpty()) {
            List<DataRef> made = ActionFacts.refs(done.getOutputs());
            put.accept(
                    row(prefix(OUTPUTS), actionId),
                    LineageJson.write(made).getBytes(StandardCharsets.UTF_8));
            for (DataRef ref : made) {
                put.accept(row(prefix(IndexKey.Data.of(DataSetId.of(ref))), actionId), NOTHING);
            }
        }
    }

    /** Ids of the actions that may be asked for: those of the question and those under its keys. */
    public static NavigableSet<String> candidates(
            ReadOnlyKeyValueStore<byte[], byte[]> store, Question question) {
        NavigableSet<String> ids = new TreeSet<>(question.actions());
        for (IndexKey key : question.keys()) {
            byte[] prefix = prefix(key);
            int id = key instanceof IndexKey.Story ? prefix.length + Long.BYTES : prefix.length;
            try (KeyValueIterator<byte[], byte[]> rows = store.range(prefix, behind(prefix))) {
                rows.forEachRemaining(row ->
                        ids.add(
                                new String(
                                        row.key, id, row.key.length - id, StandardCharsets.UTF_8)));
            }
        }
        return ids;
    }

    /** What the outcome of an action says it made; empty if it says nothing. */
    public static List<DataRef> outputs(
            ReadOnlyKeyValueStore<byte[], byte[]> store, String actionId) {
        return Optional.ofNullable(store.get(row(prefix(OUTPUTS), actionId)))
                .map(json -> new String(json, StandardCharsets.UTF_8))
                .map(json -> LineageJson.parse(json, new TypeReference<List<DataRef>>() {}))
                .orElseGet(List::of);
    }

    private static byte[] prefix(IndexKey key) {
        return switch (key) {
            case IndexKey.Data(String namespace, String name) ->
                    prefix((byte) 'd', namespace, name);
            case IndexKey.Cause(String cause) -> prefix((byte) 'c', cause);
            case IndexKey.Run(String runId) -> prefix((byte) 'r', runId);
            case IndexKey.Story(String correlationId) ->
                    new ActionMark.Story(correlationId).listing().prefix();
        };
    }

    private static byte[] prefix(byte kind, String... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        out.write(LINEAGE);
        out.write(kind);
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] row(byte[] prefix, String actionId) {
        byte[] id = actionId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(prefix.length + id.length).put(prefix).put(id).array();
    }

    /** Behind every row of a prefix: action ids are ASCII, and a listing's times are positive. */
    private static byte[] behind(byte[] prefix) {
        byte[] end = Arrays.copyOf(prefix, prefix.length + 1);
        end[prefix.length] = (byte) 0xFF;
        return end;
    }
}
