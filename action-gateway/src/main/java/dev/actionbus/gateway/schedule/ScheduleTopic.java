package dev.actionbus.gateway.schedule;

import dev.actionbus.client.BusConfig;
import dev.actionbus.event.ScheduleAdvanced;
import dev.actionbus.event.ScheduleDefined;
import dev.actionbus.gateway.topic.TableTopic;
import dev.actionbus.wire.Contract;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;

/** The topic of schedules, as a table. Who writes sees what it wrote. */
final class ScheduleTopic implements AutoCloseable {

    private final Map<String, KnownSchedule> schedules = new TreeMap<>();
    private final TableTopic topic;

    /** Returns when all that was there has been read. */
    ScheduleTopic(BusConfig config) {
        topic = new TableTopic(config, config.topics().schedules(), Contract.SCHEDULES, this::read);
    }

    /** By name. */
    Map<String, KnownSchedule> all() {
        synchronized (schedules) {
            return Map.copyOf(schedules);
        }
    }

    KnownSchedule find(String name) {
        synchronized (schedules) {
            return schedules.getOrDefault(name, KnownSchedule.NOTHING);
        }
    }

    /**
     * @throws KafkaException whether it was written is not known
     */
    void write(ScheduleDefined version) {
        topic.write("define/" + version.getName() + "/" + version.getVersion(), version);
    }

    /**
     * @throws KafkaException whether it was written is not known
     */
    void advance(String name, Instant upTo) {
        topic.write("advance/" + name, new ScheduleAdvanced(name, upTo));
    }

    private void read(SpecificRecord record) {
        synchronized (schedules) {
            switch (record) {
                case ScheduleDefined defined ->
                        schedules.put(defined.getName(), find(defined.getName()).with(defined));
                case ScheduleAdvanced advanced ->
                        schedules.put(advanced.getName(), find(advanced.getName()).with(advanced));
                default -> throw new IllegalStateException("not of schedules: " + record);
            }
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
