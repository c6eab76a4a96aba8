package dev.actionbus.executor;

import dev.actionbus.wire.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How one executor runs.
 *
 * @param kafka Kafka client properties, {@code bootstrap.servers} at least; passed through to every
 *     client except where the protocol decides (isolation, offsets, acks, ids)
 * @param topics names of the topics
 * @param instanceId stable over restarts and held by one process at a time; 1 to 120 of {@code
 *     [A-Za-z0-9._-]}. A restart with the same id frees the claims of the process before at once; a
 *     new id has them wait for the transaction timeout
 * @param slots how much may run at once; a Java handler occupies one
 * @param processWeight slots one subprocess occupies, 1 to {@code slots}
 * @param drain how long running attempts may go on after {@link Executor#close}
 * @param callbacks what handlers are told so that somebody outside can report for them
 */
public record ExecutorSettings(
        Map<String, String> kafka,
        Topics topics,
        String instanceId,
        int slots,
        int processWeight,
        Duration drain,
        Callbacks callbacks) {

    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{1,120}");
    private static final int DEFAULT_SLOTS = 1024;
    private static final int PROCESSES_THAT_FILL = 8;

    public ExecutorSettings {
        kafka = Map.copyOf(kafka);
        check(kafka.containsKey("bootstrap.servers"), "bootstrap.servers is missing");
        check(INSTANCE.matcher(instanceId).matches(), "instanceId is 1 to 120 of A-Za-z0-9._-");
        check(slots >= 1 && slots <= 100_000, "slots is 1 to 100000");
        check(processWeight >= 1 && processWeight <= slots, "processWeight is 1 to slots");
        check(!drain.isNegative(), "drain is not negative");
    }

    /** 1024 slots, 8 processes, 30 s to drain. */
    public static ExecutorSettings of(Map<String, String> kafka, String instanceId) {
        return new ExecutorSettings(
                kafka,
                Topics.DEFAULT,
                instanceId,
                DEFAULT_SLOTS,
                DEFAULT_SLOTS / PROCESSES_THAT_FILL,
                Duration.ofSeconds(30),
                Callbacks.NONE);
    }

    public ExecutorSettings withTopics(Topics value) {
        return new ExecutorSettings(
                kafka, value, instanceId, slots, processWeight, drain, callbacks);
    }

    /** As many slots, eight processes filling them all. */
    public ExecutorSettings withSlots(int value) {
        int weight = Math.max(1, value / PROCESSES_THAT_FILL);
        return new ExecutorSettings(kafka, topics, instanceId, value, weight, drain, callbacks);
    }

    public ExecutorSettings withDrain(Duration value) {
        return new ExecutorSettings(
                kafka, topics, instanceId, slots, processWeight, value, callbacks);
    }

    public ExecutorSettings withCallbacks(Callbacks value) {
        return new ExecutorSettings(kafka, topics, instanceId, slots, processWeight, drain, value);
    }

    /** The consumer group that shares the tasks; its offsets are made with the topics. */
    public static String groupOf(Topics topics) {
        return topics.prefix() + "-executors";
    }

    String transactionalId() {
        return "actionbus-executor-" + instanceId;
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("executor settings: " + rule);
        }
    }
}
