package dev.actionbus.executor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Tasks in the order they were read, which within a partition is the order of offsets. First come,
 * first served: a heavy task at the head is never overtaken, so it can not starve. Poll thread
 * only.
 */
final class TaskQueue {

    private final Deque<Task> tasks = new ArrayDeque<>();

    void add(Task task) {
        tasks.addLast(task);
    }

    int size() {
        return tasks.size();
    }

    /** Slots the next task needs; 0 when there is none. */
    int nextWeight() {
        Task next = tasks.peekFirst();
        return next == null ? 0 : next.weight();
    }

    /** Takes the longest run of tasks from the head that fits into the slots. */
    List<Task> take(int freeSlots) {
        List<Task> taken = new ArrayList<>();
        int left = freeSlots;
        for (Task next = tasks.peekFirst();
                next != null && next.weight() <= left;
                next = tasks.peekFirst()) {
            left -= next.weight();
            taken.add(tasks.removeFirst());
        }
        return taken;
    }

    /** Safe at any time: what was not claimed is read again from the committed offset. */
    void drop(Collection<TopicPartition> partitions) {
        tasks.removeIf(task -> partitions.contains(task.position().partition()));
    }

    void clear() {
        tasks.clear();
    }
}
