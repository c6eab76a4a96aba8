package dev.actionbus.standalone.cli;

import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = {
            "Follow the event log, as any Kafka consumer could; or one action, over HTTP, from its first",
            "event to its end."
        },
        footer = {
            "",
            "Examples:",
            "  actionbus tail",
            "  actionbus tail --from-start --until-end -o json",
            "  actionbus tail 2f1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f --follow"
        })
final class TailCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);

    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            description = "One action: what happened and what happens, until it has ended.")
    private @Nullable String one;

    @Option(
            names = "--follow",
            description =
                    "Do not stop, also when the action has ended; without an ID never anyway.")
    private boolean follow;

    @Option(names = "--from-start", description = "Begin with the first event there is.")
    private boolean fromStart;

    @Option(names = "--until-end", description = "Stop at the event that is the last one now.")
    private boolean untilEnd;

    @Option(names = "--action", paramLabel = "ID", description = "Only events of this action.")
    private @Nullable String actionId;

    @Mixin private RawTopics kafka = new RawTopics();
    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        return one == null ? kafka.consume(this::tail) : tail(one);
    }

    private int tail(String action) {
        if (fromStart || untilEnd || actionId != null) {
            throw Failure.usage(
                    "OPTIONS_CONFLICT",
                    "an ID goes with --follow only",
                    "leave the ID out to read Kafka");
        }
        return new ActionTail(bus, output).run(action, follow);
    }

    private int tail(Consumer<byte[], byte[]> consumer, Topics topics) {
        RecordCodec codec = bus.codec();
        List<TopicPartition> partitions =
                consumer.partitionsFor(topics.events()).stream()
                        .map(p -> new TopicPartition(p.topic(), p.partition()))
                        .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        if (fromStart) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
        while (!(untilEnd && reached(consumer, ends))) {
            consumer.poll(POLL).forEach(event -> print(event, codec));
        }
        return 0;
    }

    private static boolean reached(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
    }

    private void print(ConsumerRecord<byte[], byte[]> event, RecordCodec codec) {
        String key = new String(event.key(), StandardCharsets.UTF_8);
        if (actionId != null && !actionId.equals(key)) {
            return;
        }
        String where = event.partition() + ":" + event.offset();
        switch (codec.decode(event.value(), Contract.EVENTS)) {
            case RecordCodec.Decoded.Unreadable why ->
                    output.line(where + " unreadable: " + why.code());
            case RecordCodec.Decoded.Readable readable ->
                    output.line(
                            output.json()
                                    ? json(event, readable.value())
                                    : text(event, key, where, readable.value()));
        }
    }

    private static String text(
            ConsumerRecord<byte[], byte[]> event, String key, String where, SpecificRecord value) {
        return String.format(
                "%s  %-10s %-28s %s  %s",
                Instant.ofEpochMilli(event.timestamp()),
                where,
                value.getClass().getSimpleName(),
                key,
                EventText.detail(value));
    }

    private static String json(ConsumerRecord<byte[], byte[]> event, SpecificRecord value) {
        Header type = event.headers().lastHeader("ce_type");
        return "{\"partition\":"
                + event.partition()
                + ",\"offset\":"
                + event.offset()
                + ",\"type\":\""
                + (type == null ? "" : new String(type.value(), StandardCharsets.UTF_8))
                + "\",\"data\":"
                + value
                + "}";
    }
}
