package dev.actionbus.gateway.schedule;

import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for what is due. First the action, then the position: whoever goes on after a crash asks
 * again, which is a duplicate. A firing whose time has come while nobody was here is asked for all
 * the same; if that is later than its schedule tolerates, the ledger puts it on record as failed.
 */
final class FireSchedules {

    private static final Logger log = LoggerFactory.getLogger(FireSchedules.class);
    private static final int AT_ONCE = 1000;

    private final ScheduleTopic topic;
    private final Function<ActionRequest, Receipt> submit;

    /**
     * @param submit returns when the request is acknowledged
     */
    FireSchedules(ScheduleTopic topic, Function<ActionRequest, Receipt> submit) {
        this.topic = topic;
        this.submit = submit;
    }

    /**
     * Each schedule for itself: one that can not be fired holds up no other.
     *
     * @return firings that were asked for
     */
    int fire(Instant now) {
        int fired = 0;
        for (Map.Entry<String, KnownSchedule> entry : topic.all().entrySet()) {
            if (entry.getValue().exists()) {
                fired += fire(entry.getValue(), now);
            }
        }
        return fired;
    }

    private int fire(KnownSchedule known, Instant now) {
        int fired = 0;
        try {
            Schedule schedule = known.read();
            List<Instant> due =
                    schedule.paused()
                            ? List.of()
                            : schedule.times().between(known.position(), now, AT_ONCE);
            for (Instant at : due) {
                var unused = submit.apply(schedule.firing(at));
                fired++;
            }
            if (!due.isEmpty()) {
                topic.advance(schedule.name(), due.getLast());
            }
        } catch (WrongSchedule e) {
            log.error("schedule {} can not be fired", known.defined().orElseThrow().getName(), e);
        } catch (KafkaException e) {
            log.warn(
                    "schedule {} will be fired again: {}",
                    known.defined().orElseThrow().getName(),
                    e.toString());
        }
        return fired;
    }
}
