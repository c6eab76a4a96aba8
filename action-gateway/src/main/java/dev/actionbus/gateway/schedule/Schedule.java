package dev.actionbus.gateway.schedule;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.Identity;
import dev.actionbus.action.Timing;
import dev.actionbus.gateway.Problem;
import dev.actionbus.gateway.RequestHead;
import dev.actionbus.gateway.RequestJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * When an action is asked for, again and again, and which one.
 *
 * @param name of the schedule; a label of every action it asks for
 * @param action the body that {@code POST /v1/actions} would take, without times
 * @param tolerance a firing that nobody could begin for so long fails ({@code START_TIMEOUT})
 *     instead of running late; it is on record then and can be redriven
 * @param paused nothing is fired
 */
record Schedule(String name, Times times, String action, Duration tolerance, boolean paused) {

    static final String LABEL = "schedule";

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final Set<String> FIELDS =
            Set.of("cron", "zone", "action", "tolerance", "paused");
    private static final Duration USUAL_TOLERANCE = Duration.ofHours(1);
    private static final Duration LONGEST_TOLERANCE = Duration.ofDays(365);
    private static final Pattern NAME = Pattern.compile(Identity.NAME_PATTERN);

    /**
     * Reads {@code {cron, zone?, action, tolerance?, paused?}}.
     *
     * @throws WrongSchedule what is wrong, and where
     */
    static Schedule read(String name, String definition) {
        if (!NAME.matcher(name).matches()) {
            throw wrong("NAME_INVALID", "", "a schedule's name matches " + Identity.NAME_PATTERN);
        }
        JsonNode tree = tree(definition);
        tree.fieldNames()
                .forEachRemaining(field -> {
                    if (!FIELDS.contains(field)) {
                        throw wrong("FIELD_UNKNOWN", "/" + Problem.shown(field), "no such field");
                    }
                });
        if (!tree.path("action").isObject()) {
            throw wrong("FIELD_MISSING", "/action", "a schedule has the action to ask for");
        }
        Schedule schedule =
                new Schedule(
                        name,
                        Times.of(text(tree, "cron", ""), text(tree, "zone", "UTC")),
                        letters(definition),
                        tolerance(text(tree, "tolerance", USUAL_TOLERANCE.toString())),
                        paused(tree));
        var unused = schedule.firing(Instant.EPOCH);
        return schedule;
    }

    /**
     * The request of one firing. Its key is made of name and time: asked twice it is one action.
     */
    ActionRequest firing(Instant at) {
        ActionRequest request = request("cron:" + name + ":" + at, at);
        Timing bounds =
                new Timing(
                        Optional.empty(),
                        Optional.of(at.plus(tolerance)),
                        Optional.empty(),
                        request.timing().attemptTimeout());
        return request.withTiming(bounds);
    }

    /** The same action, however late it is. */
    ActionRequest late(Instant at) {
        return request("cron:" + name + ":" + at, at);
    }

    private ActionRequest request(String key, Instant at) {
        RequestHead head =
                new RequestHead(Optional.of("application/json"), List.of(key), List.of());
        ActionRequest request =
                switch (RequestJson.read(action.getBytes(StandardCharsets.UTF_8), head, at)) {
                    case RequestJson.Parsed.Good good -> good.request();
                    case RequestJson.Parsed.Bad bad ->
                            throw new WrongSchedule(within(bad.problem()));
                };
        Timing given = request.timing();
        if (given.runAt().isPresent()
                || given.startBy().isPresent()
                || given.deadline().isPresent()) {
            throw wrong("FIELD_INVALID", "/action", "the times of a firing are the schedule's");
        }
        return request.withOrigin(request.origin().withLabel(LABEL, name));
    }

    private static Problem within(Problem problem) {
        return new Problem(
                problem.status(),
                problem.code(),
                problem.detail(),
                Optional.of("/action" + problem.pointer().orElse("")),
                problem.headers());
    }

    private static JsonNode tree(String definition) {
        try {
            JsonNode tree = JSON.readTree(definition);
            if (!tree.isObject()) {
                throw wrong("BODY_NOT_OBJECT", "", "send a JSON object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw wrong("JSON_SYNTAX", "", "this is not JSON");
        }
    }

    /** The action as it was written, numbers with all their digits. */
    private static String letters(String definition) {
        try (JsonParser parser = JSON.createParser(definition)) {
            parser.nextToken();
            while (!"action".equals(parser.nextFieldName())) {
                parser.nextToken();
                parser.skipChildren();
            }
            parser.nextToken();
            int start = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            int end = (int) parser.currentTokenLocation().getCharOffset() + 1;
            return definition.substring(start, end);
        } catch (IOException e) {
            throw new IllegalStateException("it was read before", e);
        }
    }

    private static String text(JsonNode tree, String field, String otherwise) {
        JsonNode value = tree.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isTextual()) {
            throw wrong("FIELD_INVALID", "/" + field, "is a string");
        }
        return value.asText();
    }

    private static boolean paused(JsonNode tree) {
        JsonNode value = tree.path("paused");
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong("FIELD_INVALID", "/paused", "is true or false");
        }
        return value.asBoolean();
    }

    private static Duration tolerance(String text) {
        Duration span;
        try {
            span = Duration.parse(text.startsWith("P") ? text : "PT" + text);
        } catch (DateTimeParseException e) {
            throw wrong("FIELD_INVALID", "/tolerance", "a time such as 90s, 5m, 2h or PT2H");
        }
        if (span.isNegative() || span.isZero() || span.compareTo(LONGEST_TOLERANCE) > 0) {
            throw wrong("FIELD_INVALID", "/tolerance", "more than 0, at most a year");
        }
        return span;
    }

    private static WrongSchedule wrong(String code, String pointer, String detail) {
        return new WrongSchedule(
                new Problem(
                        400,
                        code,
                        detail,
                        Optional.of(pointer).filter(p -> !p.isEmpty()),
                        Map.of()));
    }
}
