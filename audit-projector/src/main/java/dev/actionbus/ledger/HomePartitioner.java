package dev.actionbus.ledger;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.ledger.turn.LimitHome;
import dev.actionbus.wire.Placement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * The partition of what the ledger writes, from the key alone: an action id has its home; the trace
 * of a record that belongs to no action ({@code topic/partition/offset}) stays in the partition it
 * came from.
 */
final class HomePartitioner implements StreamPartitioner<byte[], byte[]> {

    @Override
    public Optional<Set<Integer>> partitions(
            String topic, byte[] key, byte[] value, int partitions) {
        String text = new String(key, StandardCharsets.UTF_8);
        List<String> coordinates = List.of(text.split("/", -1));
        return Optional.of(
                Set.of(
                        coordinates.size() == 3
                                ? Integer.parseInt(coordinates.get(1))
                                : Placement.home(new ActionId(text), partitions)));
    }

    /** The partition of what is said about turns: that of the limit, or of the action. */
    static Optional<Set<Integer>> turns(String topic, byte[] key, byte[] value, int partitions) {
        String text = new String(key, StandardCharsets.UTF_8);
        return Optional.of(
                Set.of(
                        LimitHome.isLimit(text)
                                ? LimitHome.of(text, partitions)
                                : Placement.home(new ActionId(text), partitions)));
    }

    /** The partition of a grant: work is spread by the other end of the id. */
    static Optional<Set<Integer>> work(String topic, byte[] key, byte[] value, int partitions) {
        try {
            ActionId id = new ActionId(new String(key, StandardCharsets.UTF_8));
            return Optional.of(Set.of(Placement.work(id, partitions)));
        } catch (InvalidRequest e) {
            throw new IllegalStateException("grants are keyed by action id", e);
        }
    }
}
