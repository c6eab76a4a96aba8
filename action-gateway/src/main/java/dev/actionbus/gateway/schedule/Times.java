package dev.actionbus.gateway.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.actionbus.gateway.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The times a cron expression names in a time zone: five fields as crontab(5) has them, or six with
 * seconds first. A time that the clocks skip in spring is not fired, one that they repeat in autumn
 * is fired once.
 */
final class Times {

    private static final CronParser FIVE =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    private static final CronParser SIX =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.SPRING53));

    private final ExecutionTime times;
    private final ZoneId zone;

    private Times(ExecutionTime times, ZoneId zone) {
        this.times = times;
        this.zone = zone;
    }

    /**
     * @throws WrongSchedule {@code CRON_INVALID} or {@code ZONE_INVALID}
     */
    static Times of(String cron, String zone) {
        try {
            int fields = cron.strip().split("\\s+").length;
            Cron parsed = (fields == 6 ? SIX : FIVE).parse(cron).validate();
            return new Times(ExecutionTime.forCron(parsed), zone(zone));
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new WrongSchedule(
                    new Problem(
                            400,
                            "CRON_INVALID",
                            "five fields as crontab has them, or six with seconds first: "
                                    + Problem.shown(why),
                            Optional.of("/cron"),
                            Map.of()));
        }
    }

    /** After one time and up to another, in order, so many at most. */
    List<Instant> between(Instant after, Instant upTo, int most) {
        List<Instant> all = new ArrayList<>();
        Optional<Instant> next = next(after);
        while (next.isPresent() && !next.get().isAfter(upTo) && all.size() < most) {
            all.add(next.get());
            next = next(next.get());
        }
        return all;
    }

    Optional<Instant> next(Instant after) {
        return times.nextExecution(after.atZone(zone)).map(ZonedDateTime::toInstant);
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new WrongSchedule(
                    new Problem(
                            400,
                            "ZONE_INVALID",
                            "a time zone such as UTC or Europe/Berlin, not "
                                    + Problem.shown(name.toLowerCase(Locale.ROOT)),
                            Optional.of("/zone"),
                            Map.of()));
        }
    }
}
