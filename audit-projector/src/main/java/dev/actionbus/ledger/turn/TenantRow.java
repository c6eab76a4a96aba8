package dev.actionbus.ledger.turn;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * How a tenant stands at a limit. There is no row for one that neither has a turn nor waits.
 *
 * @param running turns that it holds
 * @param served the number of the turn that it got last, or that was given before it came
 * @param queues where its actions wait, one for each priority
 */
record TenantRow(int running, long served, List<Queue> queues) {

    /** Of a tenant that is not there. */
    static final TenantRow ABSENT = new TenantRow(0, 0, List.of());

    private static final byte FORMAT = 1;
    private static final int QUEUE_BYTES = 1 + 2 * Long.BYTES + Integer.BYTES;

    TenantRow {
        queues = List.copyOf(queues);
    }

    /**
     * @param from nobody waits at a place before it
     * @param to places from here on are not taken yet
     */
    record Queue(int priority, long from, long to, int waiting) {}

    /** Its turn comes before the next one of whoever was served last, and after all others'. */
    static TenantRow enteringAfter(long served) {
        return new TenantRow(0, Math.max(0, served - 1), List.of());
    }

    boolean isPresent() {
        return running > 0 || !queues.isEmpty();
    }

    TenantRow enqueue(int priority, long place) {
        List<Queue> after = new ArrayList<>();
        Queue own = new Queue(priority, place, place + 1, 1);
        for (Queue queue : queues) {
            if (queue.priority() == priority) {
                own = new Queue(priority, queue.from(), place + 1, queue.waiting() + 1);
            } else {
                after.add(queue);
            }
        }
        after.add(own);
        return new TenantRow(running, served, after);
    }

    /** Somebody does not wait any more. */
    TenantRow leaveQueue(int priority, long place) {
        List<Queue> after = new ArrayList<>();
        for (Queue queue : queues) {
            if (queue.priority() != priority) {
                after.add(queue);
            } else if (queue.waiting() > 1) {
                long from = queue.from() == place ? place + 1 : queue.from();
                after.add(new Queue(priority, from, queue.to(), queue.waiting() - 1));
            }
        }
        return new TenantRow(running, served, after);
    }

    /** The one at this place goes, and nobody waits before it. */
    TenantRow advance(int priority, long place) {
        List<Queue> from = new ArrayList<>();
        for (Queue queue : queues) {
            from.add(
                    queue.priority() == priority
                            ? new Queue(priority, place, queue.to(), queue.waiting())
                            : queue);
        }
        return new TenantRow(running, served, from).leaveQueue(priority, place);
    }

    TenantRow serve(boolean held, long number) {
        return new TenantRow(running + (held ? 1 : 0), number, queues);
    }

    TenantRow takeBack() {
        return new TenantRow(running - 1, served, queues);
    }

    byte[] encode() {
        ByteBuffer row =
                ByteBuffer.allocate(1 + Integer.BYTES + Long.BYTES + queues.size() * QUEUE_BYTES)
                        .put(FORMAT)
                        .putInt(running)
                        .putLong(served);
        for (Queue queue : queues) {
            row.put((byte) queue.priority())
                    .putLong(queue.from())
                    .putLong(queue.to())
                    .putInt(queue.waiting());
        }
        return row.array();
    }

    static TenantRow decode(byte[] bytes) {
        ByteBuffer row = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        int running = row.getInt();
        long served = row.getLong();
        List<Queue> queues = new ArrayList<>();
        while (row.hasRemaining()) {
            queues.add(new Queue(row.get(), row.getLong(), row.getLong(), row.getInt()));
        }
        return new TenantRow(running, served, queues);
    }
}
