package dev.actionbus.ledger.simulation;

import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptRevoked;
import dev.actionbus.ledger.LedgerInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The topics: three that the ledger reads, in any order to one another, and the partitions of the
 * tasks with their claimed offset and owner. Whatever lies here is committed.
 */
final class ModelBus {

    static final int REQUESTS = 0;
    static final int REPORTS = 1;
    static final int CONTROL = 2;
    static final int INPUTS = 3;
    static final int TASK_PARTITIONS = 2;

    private final List<List<LedgerInput>> inputs = new ArrayList<>();
    private final int[] read = new int[INPUTS];
    private final List<TaskPartition> tasks = new ArrayList<>();
    private final List<AttemptRevoked> revocations = new ArrayList<>();
    private final List<Fact.Try> suspended = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();
    private final Checker checker;

    ModelBus(Duration lease) {
        checker = new Checker(lease);
        for (int topic = 0; topic < INPUTS; topic++) {
            inputs.add(new ArrayList<>());
        }
        for (int partition = 0; partition < TASK_PARTITIONS; partition++) {
            tasks.add(new TaskPartition());
        }
    }

    /** One partition of tasks as its consumer group sees it. */
    static final class TaskPartition {
        private final List<AttemptGranted> log = new ArrayList<>();
        private int claimed;
        private int owner;
        private int generation;

        void assign(int executor) {
            if (owner != executor) {
                owner = executor;
                generation++;
            }
        }

        boolean hasNextFor(int executor) {
            return owner == executor && claimed < log.size();
        }

        AttemptGranted next() {
            return log.get(claimed);
        }

        int owner() {
            return owner;
        }

        int generation() {
            return generation;
        }

        /** Moves the offset, unless the partition has been assigned anew since. */
        boolean commit(int sinceGeneration) {
            if (generation != sinceGeneration) {
                return false;
            }
            claimed++;
            return true;
        }
    }

    void append(int topic, LedgerInput record) {
        inputs.get(topic).add(record);
    }

    /** How many records of a topic the ledger has not read. */
    int unread(int topic) {
        return inputs.get(topic).size() - read[topic];
    }

    boolean allRead() {
        return Arrays.equals(read, inputs.stream().mapToInt(List::size).toArray());
    }

    List<LedgerInput> peek(int topic, int count) {
        return inputs.get(topic).subList(read[topic], read[topic] + count);
    }

    void commitRead(int topic, int count) {
        read[topic] += count;
    }

    TaskPartition tasks(int partition) {
        return tasks.get(partition);
    }

    void happened(Fact fact) {
        facts.add(fact);
        checker.see(fact);
        if (fact instanceof Fact.Granted granted) {
            partitionOf(granted.task()).log.add(granted.task());
        }
        if (fact instanceof Fact.Revoked revoked) {
            revocations.add(revoked.order());
        }
    }

    List<AttemptRevoked> revocationsFrom(int offset) {
        return revocations.subList(offset, revocations.size());
    }

    /** Attempts that are left to somebody outside. */
    List<Fact.Try> suspended() {
        return suspended;
    }

    List<Fact> facts() {
        return facts;
    }

    Checker checker() {
        return checker;
    }

    private TaskPartition partitionOf(AttemptGranted task) {
        return tasks.get(Math.floorMod(task.getActionId().hashCode(), TASK_PARTITIONS));
    }
}
