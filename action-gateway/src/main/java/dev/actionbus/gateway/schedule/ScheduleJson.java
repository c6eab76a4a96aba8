package dev.actionbus.gateway.schedule;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.actionbus.event.ScheduleDefined;
import java.time.Duration;
import java.time.Instant;

/** A schedule as it is shown. */
final class ScheduleJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRINGS = 5;
    private static final Duration HORIZON = Duration.ofDays(366L * 5);

    private ScheduleJson() {}

    static String of(KnownSchedule known, Schedule schedule, Instant now) {
        ScheduleDefined defined = known.defined().orElseThrow();
        ObjectNode json = JSON.createObjectNode();
        json.put("name", defined.getName());
        json.put("version", defined.getVersion());
        json.putRawValue("definition", new RawValue(defined.getDefinition()));
        json.put("paused", schedule.paused());
        json.put("definedBy", defined.getPrincipal());
        json.put("definedAt", defined.getAt().toString());
        json.put("firedUpTo", known.position().toString());
        var next = json.putArray("next");
        if (!schedule.paused()) {
            schedule.times()
                    .between(now, now.plus(HORIZON), FIRINGS)
                    .forEach(at -> next.add(at.toString()));
        }
        return json.toString();
    }
}
