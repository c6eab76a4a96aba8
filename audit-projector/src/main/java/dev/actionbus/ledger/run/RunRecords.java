package dev.actionbus.ledger.run;

import dev.actionbus.state.RunHead;
import dev.actionbus.state.RunItem;
import dev.actionbus.state.RunNode;
import dev.actionbus.wire.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one run. Each step and each item has one of its own, so that the end of one costs the
 * same however many there are.
 */
final class RunRecords {

    private static final byte HEAD = 'h';
    private static final byte NODE = 'n';
    private static final byte ITEM = 'i';

    /** By time: what waits for it. */
    private static final byte DUE = 'd';

    /** Steps that can go on, but not in the transaction that made them able to. */
    private static final byte AGENDA = 't';

    /** What can be undone, the last first. */
    private static final byte UNDO = 'u';

    private static final byte SIGNAL = 's';

    /** By which the run goes since it was resumed with another one. */
    private static final byte DEFINITION = 'w';

    private static final StoredRecord<RunHead> HEADS = new StoredRecord<>(RunHead.class);
    private static final StoredRecord<RunNode> NODES = new StoredRecord<>(RunNode.class);
    private static final StoredRecord<RunItem> ITEMS = new StoredRecord<>(RunItem.class);
    private static final byte[] NOTHING = {};

    private final RunRows rows;
    private final byte[] run;

    RunRecords(RunRows rows, String runId) {
        this.rows = rows;
        this.run = utf8(runId);
    }

    Optional<RunHead> head() {
        return Optional.ofNullable(rows.get(key(HEAD))).map(HEADS::decode);
    }

    void head(RunHead head) {
        rows.put(key(HEAD), HEADS.encode(head));
    }

    /** Empty: the one that it was asked for with. */
    Optional<String> definition() {
        return Optional.ofNullable(rows.get(key(DEFINITION))).map(it -> text(it, 0));
    }

    void definition(String definition) {
        rows.put(key(DEFINITION), utf8(definition));
    }

    Optional<RunNode> node(String step) {
        return Optional.ofNullable(rows.get(key(NODE, utf8(step)))).map(NODES::decode);
    }

    void node(String step, RunNode node) {
        rows.put(key(NODE, utf8(step)), NODES.encode(node));
    }

    Optional<RunItem> item(String step, int index) {
        return Optional.ofNullable(rows.get(item(StepKey.of(step, index)))).map(ITEMS::decode);
    }

    void item(String step, int index, @Nullable RunItem item) {
        rows.put(item(StepKey.of(step, index)), item == null ? null : ITEMS.encode(item));
    }

    void eachItem(String step, BiConsumer<Integer, RunItem> visitor) {
        rows.scan(
                key(ITEM, utf8(step), new byte[1]),
                row ->
                        visitor.accept(
                                ByteBuffer.wrap(row.key()).getInt(row.key().length - 4),
                                ITEMS.decode(row.value())));
    }

    void due(Instant at, String step) {
        rows.put(key(DUE, big(at), utf8(step)), NOTHING);
    }

    /** The step that waits for the earliest time. */
    record Due(Instant at, String step) {}

    Optional<Due> firstDue() {
        return rows.first(key(DUE))
                .map(row -> {
                    int begin = run.length + 1;
                    return new Due(
                            Instant.ofEpochMilli(ByteBuffer.wrap(row.key()).getLong(begin)),
                            text(row.key(), begin + Long.BYTES));
                });
    }

    void forget(Due due) {
        rows.put(key(DUE, big(due.at()), utf8(due.step())), null);
    }

    void todo(String step) {
        rows.put(key(AGENDA, utf8(step)), NOTHING);
    }

    /** Takes a step that was to go on. */
    Optional<String> takeTodo() {
        return rows.first(key(AGENDA))
                .map(row -> {
                    rows.put(row.key(), null);
                    return text(row.key(), run.length + 1);
                });
    }

    /**
     * @param number rises with every part that is done
     */
    void undo(int number, StepKey part) {
        rows.put(key(UNDO, big(Integer.MAX_VALUE - number)), utf8(part.toString()));
    }

    /** The last part that was done and is not undone. */
    Optional<StepKey> lastToUndo() {
        return rows.first(key(UNDO)).flatMap(row -> StepKey.parse(text(row.value(), 0)));
    }

    /** What this step did is not undone. */
    void forgetUndo(String step) {
        rows.scan(
                key(UNDO),
                row -> {
                    if (StepKey.parse(text(row.value(), 0))
                            .filter(it -> it.step().equals(step))
                            .isPresent()) {
                        rows.put(row.key(), null);
                    }
                });
    }

    void undone() {
        rows.first(key(UNDO)).ifPresent(row -> rows.put(row.key(), null));
    }

    Optional<String> signal(String name) {
        return Optional.ofNullable(rows.get(key(SIGNAL, utf8(name)))).map(it -> text(it, 0));
    }

    void signal(String name, String payload) {
        rows.put(key(SIGNAL, utf8(name)), utf8(payload));
    }

    /** Nothing is waited for any more. */
    void stopWaiting() {
        for (byte kind : new byte[] {DUE, AGENDA}) {
            rows.scan(key(kind), row -> rows.put(row.key(), null));
        }
    }

    void forgetItems(String step) {
        rows.scan(key(ITEM, utf8(step), new byte[1]), row -> rows.put(row.key(), null));
    }

    /** As if the run had never been. */
    void forgetAll() {
        rows.scan(run, row -> rows.put(row.key(), null));
    }

    private byte[] item(StepKey part) {
        return key(ITEM, utf8(part.step()), new byte[1], big(part.index().orElseThrow()));
    }

    private byte[] key(byte kind, byte[]... parts) {
        int length = run.length + 1 + Arrays.stream(parts).mapToInt(it -> it.length).sum();
        ByteBuffer key = ByteBuffer.allocate(length).put(run).put(kind);
        for (byte[] part : parts) {
            key.put(part);
        }
        return key.array();
    }

    private static byte[] big(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static byte[] big(Instant at) {
        return ByteBuffer.allocate(Long.BYTES).putLong(at.toEpochMilli()).array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes, int from) {
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }
}
