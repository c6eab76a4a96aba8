package dev.actionbus.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.wire.CallbackToken;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a report is answered that the ledger has kept as evidence only. Whoever did not hear the
 * answer to a callback repeats it: that is the same report, and it has the same answer.
 */
final class LateCallback {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
                    .build();

    private LateCallback() {}

    /**
     * @param standing how the action stands: 200 once it has ended, 202 before, or why nobody knows
     */
    static Answer answer(Answer standing, CallbackToken token, AttemptResult said) {
        return switch (standing.status()) {
            case 200 -> {
                JsonNode action = tree(standing.body());
                yield isSame(action, token, said)
                        ? repeated(standing)
                        : refused(
                                "ALREADY_TERMINAL",
                                "the action has ended as " + action.path("status").asText());
            }
            case 202 -> refused("ATTEMPT_NOT_CURRENT", "the bus no longer waits for this attempt");
            default -> standing;
        };
    }

    private static boolean isSame(JsonNode action, CallbackToken token, AttemptResult said) {
        JsonNode error = action.path("error");
        return action.path("attempt").asInt() == token.attempt()
                && switch (said) {
                    case AttemptResult.Succeeded done ->
                            action.path("status").asText().equals("COMPLETED")
                                    && action.path("result")
                                            .equals(tree(done.result().getBytes(UTF_8)));
                    case AttemptResult.Failed failed ->
                            action.path("status").asText().equals("FAILED")
                                    && error.path("code").asText().equals(failed.error().code())
                                    && error.path("message")
                                            .asText()
                                            .equals(failed.error().message());
                    case AttemptResult.Suspended _ -> false;
                };
    }

    private static Answer repeated(Answer standing) {
        Map<String, String> headers = new TreeMap<>(standing.headers());
        headers.put("Idempotency-Replayed", "true");
        return new Answer(200, headers, standing.body());
    }

    private static Answer refused(String code, String detail) {
        return Problem.of(409, code, detail + "; the report is on record and changes nothing")
                .answer(CallbackDesk.CALLBACKS);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("what the bus has kept is JSON", e);
        }
    }
}
