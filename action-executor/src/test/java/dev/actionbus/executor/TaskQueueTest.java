package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class TaskQueueTest {

    private final TaskQueue queue = new TaskQueue();

    @Test
    void takesInTheOrderOfReadingAsManyAsFit() {
        List<Task.Granted> tasks = List.of(Tasks.at(0, 1, 1), Tasks.at(1, 7, 1), Tasks.at(0, 2, 1));
        tasks.forEach(queue::add);

        assertThat(queue.take(2)).containsExactly(tasks.get(0), tasks.get(1));
        assertThat(queue.take(5)).containsExactly(tasks.get(2));
        assertThat(queue.take(5)).isEmpty();
    }

    @Test
    void aHeavyTaskIsNotOvertaken() {
        queue.add(Tasks.at(0, 1, 3));
        queue.add(Tasks.at(1, 1, 1));

        assertThat(queue.nextWeight()).isEqualTo(3);
        assertThat(queue.take(2)).isEmpty();
        assertThat(queue.take(4)).hasSize(2);
    }

    @Test
    void forgetsThePartitionsThatMoved() {
        Task.Granted stays = Tasks.at(1, 1, 1);
        queue.add(Tasks.at(0, 1, 1));
        queue.add(stays);
        queue.add(Tasks.at(0, 2, 1));

        queue.drop(List.of(new TopicPartition("tasks", 0)));

        assertThat(queue.take(9)).containsExactly(stays);
    }
}
