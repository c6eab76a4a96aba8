package dev.actionbus.bench;

import dev.actionbus.bench.load.CannotMeasure;
import dev.actionbus.bench.report.BenchReport.Bus;
import dev.actionbus.wire.TopicLayout;
import dev.actionbus.wire.Topics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * The bus's event log before the run.
 *
 * @param partitions how many
 * @param offsets sum of its ends
 */
record EventLog(int partitions, long offsets) {

    static EventLog of(String bootstrapServers, Topics topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            int partitions = TopicLayout.check(admin, topics);
            Map<TopicPartition, OffsetSpec> ends =
                    IntStream.range(0, partitions)
                            .mapToObj(it -> new TopicPartition(topics.events(), it))
                            .collect(Collectors.toMap(it -> it, it -> OffsetSpec.latest()));
            long offsets =
                    admin.listOffsets(ends).all().get().values().stream()
                            .mapToLong(ListOffsetsResultInfo::offset)
                            .sum();
            return new EventLog(partitions, offsets);
        } catch (ExecutionException e) {
            throw new CannotMeasure("the event log can not be described", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotMeasure("interrupted", e);
        }
    }

    Bus asBus(ProcessHandle process) {
        String flags =
                Stream.of(process.info().arguments().orElse(new String[0]))
                        .filter(it -> it.startsWith("-X"))
                        .collect(Collectors.joining(" "));
        return new Bus(flags, partitions, offsets);
    }
}
