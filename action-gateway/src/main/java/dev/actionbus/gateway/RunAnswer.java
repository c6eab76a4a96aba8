package dev.actionbus.gateway;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** An answer about the action that a run is, as one about the run. */
public final class RunAnswer {

    static final String RUNS = "/v1/runs";

    private static final String LEAD = "{\"actionId\":\"";
    private static final int ID = 36;

    private RunAnswer() {}

    /** With its {@code runId}, and the place of the run; problems stay as they are. */
    public static Answer of(Answer answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        if (!body.startsWith(LEAD)) {
            return answer;
        }
        String id = body.substring(LEAD.length(), LEAD.length() + ID);
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.computeIfPresent("Location", (name, place) -> RUNS + "/" + id);
        return new Answer(
                answer.status(),
                headers,
                ("{\"runId\":\"" + id + "\"," + body.substring(1))
                        .getBytes(StandardCharsets.UTF_8));
    }
}
