package dev.actionbus.executor.handler.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.action.ActionError;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import dev.actionbus.action.AttemptResult.Succeeded;
import dev.actionbus.action.AttemptResult.Suspended;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an answer means.
 *
 * <ul>
 *   <li>202 with {@code Action-Suspend}, a span or a time: somebody outside goes on until then.
 *       Only a header can say so: a body may be what others have written.
 *   <li>2xx: done; the body is one JSON value, nothing at all stands for {@code null}.
 *   <li>other: a failure with the {@code code} of a problem (RFC 9457), else {@code HTTP_n}; {@link
 *       StatusRules} says whether another attempt could help. The beginning of the body is in the
 *       details.
 * </ul>
 */
record AnswerVerdict(StatusRules statuses, Exchanged.Answered answer, Instant now) {

    private static final int ACCEPTED = 202;
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
    private static final Pattern JSON_TYPE =
            Pattern.compile(
                    "(?i)\\s*application/([a-z0-9.-]+\\+)?json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    AttemptResult result() {
        AnswerHead head = answer.head();
        if (head.status() == ACCEPTED && head.suspend().isPresent()) {
            return suspended(head.suspend().get());
        }
        return head.success() ? done() : new Failed(failure(), retryAfter());
    }

    private AttemptResult suspended(String until) {
        return SuspendUntil.parse(until, now)
                .<AttemptResult>map(Suspended::new)
                .orElseGet(() ->
                        new Failed(
                                ActionError.permanent(
                                        "SUSPEND_INVALID",
                                        AnswerHead.SUSPEND + " " + SuspendUntil.RULE)));
    }

    private AttemptResult done() {
        if (answer.body().length == 0) {
            return new Succeeded("null");
        }
        return json().<AttemptResult>map(Succeeded::new)
                .orElseGet(() ->
                        new Failed(
                                ActionError.permanent(
                                        "RESULT_INVALID",
                                        "%d, but the body is not one JSON value in UTF-8"
                                                .formatted(answer.head().status()))));
    }

    /** To the letter as sent, without white space around it. */
    private Optional<String> json() {
        AnswerHead head = answer.head();
        boolean typed = head.contentType().filter(JSON_TYPE.asMatchPredicate()).isPresent();
        boolean plain =
                head.contentEncoding()
                        .filter(e -> !e.strip().equalsIgnoreCase("identity"))
                        .isEmpty();
        if (!typed || !plain) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(answer.body());
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().strip();
            return Optional.of(text).filter(AnswerVerdict::isOneValue);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isOneValue(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private ActionError failure() {
        int status = answer.head().status();
        JsonNode problem = problem();
        ObjectNode details = JSON.createObjectNode().put("status", status);
        String body = Excerpt.body(answer.body());
        if (!body.isEmpty()) {
            details.put("body", body);
        }
        String title = problem.path("title").asText();
        String said = title.isEmpty() ? "answered " + status : Excerpt.line(title);
        String code = problem.path("code").asText();
        String own = CODE.matcher(code).matches() ? code : "HTTP_" + status;
        Optional<String> written = Optional.of(details.toString());
        return switch (statuses.of(status)) {
            case PERMANENT -> new ActionError(own, said, false, written);
            case RETRYABLE -> new ActionError(own, said, true, written);
            case UNKNOWN -> new ActionError(ActionError.OUTCOME_UNKNOWN, said, true, written);
        };
    }

    /** How long the service asks us to wait. */
    private Optional<Duration> retryAfter() {
        return answer.head().retryAfter().flatMap(value -> RetryAfter.parse(value, now));
    }

    /** Missing where the body is none. */
    private JsonNode problem() {
        boolean json = answer.head().contentType().filter(t -> t.contains("json")).isPresent();
        try {
            return json ? JSON.readTree(answer.body()) : JSON.missingNode();
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
