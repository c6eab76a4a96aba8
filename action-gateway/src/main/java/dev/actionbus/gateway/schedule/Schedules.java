package dev.actionbus.gateway.schedule;

import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Origin;
import dev.actionbus.client.ActionBus;
import dev.actionbus.client.BusConfig;
import dev.actionbus.event.ScheduleDefined;
import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.ParamsCheck;
import dev.actionbus.gateway.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/**
 * Schedules: define them, look at them, and fire them if this process is the one that does. Any
 * number of processes may run it: one of them is chosen by Kafka, and what two should fire in a
 * moment of doubt is one action all the same.
 *
 * <p>Defining, removing and backfilling block for Kafka's acknowledgement.
 */
public final class Schedules implements AutoCloseable {

    private static final String PATH = "/v1/schedules";
    private static final int MOST_BACKFILLED = 10_000;
    private static final int LARGEST = 256 * 1024;

    private final ScheduleTopic topic;
    private final ActionBus bus;
    private final ParamsCheck params;
    private final InstantSource clock;
    private final ChosenOne chosen;

    private Schedules(BusConfig config, ActionBus bus, ParamsCheck params, InstantSource clock) {
        this.bus = bus;
        this.params = params;
        this.clock = clock;
        topic = new ScheduleTopic(config);
        FireSchedules fire = new FireSchedules(topic, bus::submit);
        chosen = new ChosenOne(config, () -> fire.fire(clock.instant()));
    }

    /** Begins to fire. The bus stays the caller's to close, afterwards. */
    public static Schedules start(
            BusConfig config, ActionBus bus, ParamsCheck params, InstantSource clock) {
        return new Schedules(config, bus, params, clock);
    }

    /**
     * A new schedule, or a new version of one. It goes on where the old version was; after a pause
     * it begins anew. Its params are checked as they would be now; a firing whose handler takes
     * others by then fails.
     *
     * @param definition JSON, at most 256 KiB
     */
    public Answer define(String name, String definition) {
        if (definition.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            return Problem.of(413, "BODY_TOO_LARGE", "a schedule has at most 256 KiB")
                    .answer(PATH + "/" + name);
        }
        try {
            Schedule schedule = Schedule.read(name, definition);
            Optional<Problem> wrong = params.problem(schedule.late(Instant.EPOCH), "/action");
            if (wrong.isPresent()) {
                throw new WrongSchedule(wrong.get());
            }
            KnownSchedule before = topic.find(name);
            Instant now = clock.instant();
            if (!before.exists() || before.read().paused()) {
                topic.advance(name, now);
            }
            topic.write(version(before, name, definition, false));
            return Answer.json(200, ScheduleJson.of(topic.find(name), schedule, now));
        } catch (WrongSchedule e) {
            return e.problem().answer(PATH + "/" + name);
        } catch (KafkaException e) {
            return unknown(name);
        }
    }

    public Answer remove(String name) {
        KnownSchedule before = topic.find(name);
        if (!before.exists()) {
            return missing(name);
        }
        try {
            topic.write(
                    version(before, name, before.defined().orElseThrow().getDefinition(), true));
            return Answer.json(200, "{\"name\":\"" + name + "\",\"removed\":true}");
        } catch (KafkaException e) {
            return unknown(name);
        }
    }

    public Answer show(String name) {
        KnownSchedule known = topic.find(name);
        return known.exists()
                ? Answer.json(200, ScheduleJson.of(known, known.read(), clock.instant()))
                : missing(name);
    }

    public Answer list() {
        Instant now = clock.instant();
        List<String> all =
                topic.all().values().stream()
                        .filter(KnownSchedule::exists)
                        .map(known -> ScheduleJson.of(known, known.read(), now))
                        .sorted()
                        .toList();
        return Answer.json(200, "{\"schedules\":[" + String.join(",", all) + "]}");
    }

    /**
     * Asks for the firings of a period, however late. Those that were asked for are duplicates.
     *
     * @param from inclusive
     * @param to inclusive; not in the future
     */
    public Answer backfill(String name, Instant from, Instant to) {
        KnownSchedule known = topic.find(name);
        if (!known.exists()) {
            return missing(name);
        }
        if (from.isAfter(to) || to.isAfter(clock.instant())) {
            return Problem.of(
                            400, "PERIOD_INVALID", "from is before to, and to is not in the future")
                    .answer(PATH + "/" + name + "/backfill");
        }
        Schedule schedule = known.read();
        List<Instant> times =
                schedule.times().between(from.minusMillis(1), to, MOST_BACKFILLED + 1);
        if (times.size() > MOST_BACKFILLED) {
            return Problem.of(400, "PERIOD_TOO_LONG", "at most " + MOST_BACKFILLED + " firings")
                    .answer(PATH + "/" + name + "/backfill");
        }
        try {
            List<String> ids =
                    times.stream()
                            .map(schedule::late)
                            .map(this::ask)
                            .map(id -> '"' + id + '"')
                            .toList();
            return Answer.json(202, "{\"actionIds\":[" + String.join(",", ids) + "]}");
        } catch (KafkaException e) {
            return unknown(name);
        }
    }

    private String ask(ActionRequest request) {
        return bus.submit(request).actionId().value();
    }

    private ScheduleDefined version(
            KnownSchedule before, String name, String definition, boolean removed) {
        return new ScheduleDefined(
                name,
                before.version() + 1,
                definition,
                removed,
                Origin.ANONYMOUS.principal(),
                clock.instant());
    }

    private static Answer missing(String name) {
        return Problem.of(404, "SCHEDULE_NOT_FOUND", "no schedule has this name")
                .answer(PATH + "/" + name);
    }

    private static Answer unknown(String name) {
        return new Problem(
                        503,
                        "OUTCOME_UNKNOWN",
                        "whether it was written is not known; send it again",
                        Optional.empty(),
                        Map.of("Retry-After", "1"))
                .answer(PATH + "/" + name);
    }

    /** Whether this process is the one that fires. */
    public boolean fires() {
        return chosen.isChosen();
    }

    @Override
    public void close() {
        chosen.close(Duration.ofSeconds(5));
        topic.close();
    }
}
