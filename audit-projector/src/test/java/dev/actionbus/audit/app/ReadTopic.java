package dev.actionbus.audit.app;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The event topic, read from its beginning without the view. */
record ReadTopic(List<Told> records) {

    static ReadTopic of(List<ConsumerRecord<byte[], byte[]>> raw, RecordCodec codec) {
        Map<String, ActionRequested> requests = new HashMap<>();
        List<String> types = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> one : raw) {
            SpecificRecord value =
                    ((Decoded.Readable) codec.decode(one.value(), Contract.EVENTS)).value();
            types.add(value.getSchema().getName());
            if (value instanceof ActionAccepted accepted) {
                requests.put(accepted.getRequest().getActionId(), accepted.getRequest());
            }
        }
        List<Told> all = new ArrayList<>();
        for (int i = 0; i < raw.size(); i++) {
            String key = new String(raw.get(i).key(), StandardCharsets.UTF_8);
            all.add(new Told(raw.get(i), types.get(i), Optional.ofNullable(requests.get(key))));
        }
        return new ReadTopic(all);
    }

    List<Told> such(Predicate<Told> wanted) {
        return records.stream().filter(wanted).toList();
    }

    boolean failed(String key) {
        return records.stream().anyMatch(r -> r.isType("ActionFailed") && r.key().equals(key));
    }

    /**
     * A record of the topic.
     *
     * @param request that was accepted under its key, if there is one
     */
    record Told(
            ConsumerRecord<byte[], byte[]> raw, String type, Optional<ActionRequested> request) {

        int partition() {
            return raw.partition();
        }

        long offset() {
            return raw.offset();
        }

        Instant time() {
            return Instant.ofEpochMilli(raw.timestamp());
        }

        String key() {
            return new String(raw.key(), StandardCharsets.UTF_8);
        }

        boolean isType(String wanted) {
            return type.equals(wanted);
        }

        boolean isOfAnAction() {
            return request.isPresent();
        }

        boolean isOf(String name) {
            return has(it -> it.getIntent().getName().equals(name));
        }

        boolean has(Predicate<ActionRequested> what) {
            return request.filter(what).isPresent();
        }
    }
}
