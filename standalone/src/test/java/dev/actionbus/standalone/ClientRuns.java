package dev.actionbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;

/** The workflows that the clients' own programs run, and what each of them tells about it. */
final class ClientRuns {

    /** Step sum fails in version 1, whose name for what step one comes to is wrong. */
    private static final String WORDS =
            """
            workflow: client-words
            version: %d
            params: {type: object, properties: {who: {type: string}}}
            steps:
              one: {action: echo, params: {n: 1}}
              items: {map: {over: [1, 2, 3, 4, 5], as: n}, action: echo, params: {n: "${n}"}, after: [one]}
              sum: {action: echo, params: {n: "${steps.one.result.%s}", of: "${size(steps.items.results)}"}}
            result: "${steps.sum.result}"
            """;

    private static final String WAITS =
            """
            workflow: client-waits
            steps:
              come: {signal: go}
              sure: {approval: {comment: "go on?"}, after: [come]}
              more: {signal: never, after: [sure]}
            """;

    private ClientRuns() {}

    static void define(BusClient client) {
        for (String definition : List.of(WORDS.formatted(1, "m"), WORDS.formatted(2, "n"), WAITS)) {
            HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(definition);
            BusClient.Answer answer = client.send(client.request("/v1/workflows").POST(body));
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        }
    }

    static void areTold(Workbench.Ran ran) {
        assertThat(BusClient.parse(ran.succeeded().out()))
                .isEqualTo(
                        BusClient.parse(
                                """
                                {"sameRun": true, "why": true, "firstRound": ["ActionFailed"],
                                 "failed": {"result": null, "code": "STEP_FAILED", "status": "FAILED"},
                                 "stands": {"status": "FAILED", "segment": 1, "code": "STEP_FAILED",
                                            "counts": {"COMPLETED": 2, "FAILED": 1}},
                                 "state": ["sum"], "pages": [["one"], ["items"], ["sum"]],
                                 "items": [["items[0]", "items[1]"], ["items[2]", "items[3]"], ["items[4]"]],
                                 "resumed": true, "end": {"result": {"n": 1, "of": 5}, "error": null},
                                 "rounds": ["ActionFailed", "RunResumed", "ActionCompleted"],
                                 "kept": ["one 1", "items 1", "sum 2"], "definition": 2,
                                 "signalled": "RUNNING", "approved": "RUNNING", "deaf": "NOT_WAITING",
                                 "cancelled": "CANCELLED", "ended": "CANCELLED",
                                 "refusals": ["WORKFLOW_NOT_FOUND", "PARAMS_INVALID", "RUN_NOT_FOUND",
                                              "LIMIT_INVALID", "NOT_RESUMABLE", "ACTION_NOT_FOUND",
                                              "PAYLOAD_INVALID", "WORKFLOW_NOT_FOUND"]}
                                """));
    }
}
