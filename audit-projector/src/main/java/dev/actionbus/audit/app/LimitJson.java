package dev.actionbus.audit.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.ledger.turn.Bounds;
import dev.actionbus.ledger.turn.LimitState;
import java.util.ArrayList;
import java.util.List;

/** Limits as JSON. What is not bounded is not there. */
final class LimitJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LimitJson() {}

    static String of(List<LimitState> limits) {
        ObjectNode body = JSON.createObjectNode();
        var all = body.putArray("limits");
        for (LimitState limit : limits) {
            ObjectNode one = all.addObject().put("limit", limit.limit());
            if (limit.bounds().permits() > 0) {
                one.put("permits", limit.bounds().permits());
            }
            if (limit.bounds().rate() > 0) {
                one.putObject("rate")
                        .put("permits", limit.bounds().rate())
                        .put("perMillis", limit.bounds().perMillis());
            }
            one.put("running", limit.running()).put("waiting", limit.waiting());
        }
        return body.toString();
    }

    /** What another process has written. */
    static List<LimitState> read(String json) {
        List<LimitState> limits = new ArrayList<>();
        try {
            for (JsonNode one : JSON.readTree(json).path("limits")) {
                Bounds bounds =
                        new Bounds(
                                one.path("permits").asInt(),
                                one.path("rate").path("permits").asInt(),
                                one.path("rate").path("perMillis").asLong());
                limits.add(
                        new LimitState(
                                one.path("limit").asText(),
                                bounds,
                                one.path("running").asInt(),
                                one.path("waiting").asInt()));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a ledger speaks JSON", e);
        }
        return limits;
    }
}
