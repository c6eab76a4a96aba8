package dev.actionbus.audit;

import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogEntry;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.MerkleTree;
import dev.actionbus.audit.log.Subtrees;
import dev.actionbus.audit.log.TreeHead;
import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.ledger.Samples;
import dev.actionbus.wire.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Events of many actions, and rows in memory. */
final class ViewSamples {

    static final LogId LOG = new LogId("test-cluster", "action.events", 0);

    private ViewSamples() {}

    /** Three events an action, and now and then a record that is none; every third offset. */
    static List<EventRecord> events(RecordCodec codec, int actions) {
        List<EventRecord> all = new ArrayList<>();
        for (int i = 0; i < actions; i++) {
            ActionRequested request = Samples.request("k" + i, "r" + i, "{\"n\":" + i + "}");
            String id = request.getActionId();
            add(all, id, codec.encode(new ActionAccepted(request, "f", Samples.START, null, 1, 1)));
            add(all, id, codec.encode(completed(request)));
            add(all, id, codec.encode(duplicate(request)));
            if (i % 50 == 7) {
                add(all, null, new byte[] {7});
                add(all, id, null);
            }
        }
        return all;
    }

    private static SpecificRecord completed(ActionRequested request) {
        return new ActionCompleted(
                request.getActionId(),
                request.getIntent(),
                "c",
                1,
                null,
                "{}",
                List.of(),
                Samples.START);
    }

    private static SpecificRecord duplicate(ActionRequested request) {
        return new DuplicateObserved(
                request.getActionId(),
                "again",
                "alice",
                "c",
                request.getRequestId(),
                ActionStatus.COMPLETED,
                null,
                Samples.START);
    }

    private static void add(List<EventRecord> all, @Nullable String key, byte @Nullable [] value) {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        long number = all.size();
        all.add(new EventRecord(3 * number, Samples.START.toEpochMilli() + number, bytes, value));
    }

    /** The tree by its definition, from the records alone. */
    static TreeHead head(List<EventRecord> events) {
        List<Hash> leaves = new ArrayList<>();
        for (EventRecord event : events) {
            Hash entry = LogEntry.of(LOG, leaves.size(), event.key(), event.value());
            leaves.add(Hash.leaf(entry.bytes()));
        }
        Subtrees plain =
                new Subtrees() {
                    @Override
                    public Hash root(int height, long index) {
                        return height == 0
                                ? leaves.get((int) index)
                                : Hash.node(
                                        root(height - 1, 2 * index),
                                        root(height - 1, 2 * index + 1));
                    }
                };
        return new TreeHead(leaves.size(), new MerkleTree(leaves.size(), plain).root());
    }

    /** What a store would keep. */
    static final class MemoryRows implements ViewRows {
        final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

        @Override
        public byte @Nullable [] get(byte[] key) {
            return rows.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            rows.put(key, value);
        }

        List<String> text() {
            return rows.entrySet().stream()
                    .map(row -> Arrays.toString(row.getKey()) + Arrays.toString(row.getValue()))
                    .toList();
        }
    }
}
