package dev.actionbus.audit.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** All are counted, the first are named. */
final class ReconcileFindings {

    private static final int NAMED = 10;

    private final Map<ReconcileRule, Long> broken = new EnumMap<>(ReconcileRule.class);
    private final List<ReconcileFinding> first = new ArrayList<>();

    void add(ReconcileRule rule, String place, String text) {
        broken.merge(rule, 1L, Long::sum);
        if (first.size() < NAMED) {
            first.add(new ReconcileFinding(rule, place, text));
        }
    }

    void add(ReconcileRule rule, ConsumerRecord<byte[], byte[]> where, String text) {
        add(rule, where.topic() + "/" + where.partition() + "/" + where.offset(), text);
    }

    Map<ReconcileRule, Long> broken() {
        return broken;
    }

    List<ReconcileFinding> first() {
        return first;
    }
}
