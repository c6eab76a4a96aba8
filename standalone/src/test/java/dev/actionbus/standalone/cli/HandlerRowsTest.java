package dev.actionbus.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HandlerRowsTest {

    private static final String HANDLERS =
            """
            {"handlers":[
             {"name":"train","version":2,"pool":"default","kind":"PROCESS","mode":"ONCE",
              "timeoutMillis":90000,"retry":{"maxAttempts":1},
              "limits":{"concurrency":{"permits":4,"key":"params.gpu"},
                        "rate":{"permits":100,"perMillis":1500}},
              "paramsSchema":true,"executor":"e-1","declaredAt":"2026-01-31T12:00:00Z"},
             {"name":"echo","version":1,"pool":"default","kind":"JAVA","mode":"RETRY",
              "timeoutMillis":300000,"retry":{"maxAttempts":5},"limits":{},
              "paramsSchema":false,"executor":"e-2","declaredAt":"2026-01-31T12:00:01Z"}]}
            """;

    private static final String LIMITS =
            """
            {"limits":[
             {"limit":"concurrency:train@2/a100","running":4,"waiting":7},
             {"limit":"concurrency:train@2/h100","running":1,"waiting":0},
             {"limit":"rate:train@2","running":0,"waiting":2},
             {"limit":"concurrency:train@1/a100","running":9,"waiting":9},
             {"limit":"lane:default/x","running":1,"waiting":3}]}
            """;

    @Test
    void everyHandlerHasItsSettingsAndWhatRunsAndWaitsAtAllOfItsLimits() {
        List<List<String>> rows = HandlerRows.of(json(HANDLERS), json(LIMITS));
        assertThat(rows).hasSize(3);
        assertThat(row(rows, 1))
                .isEqualTo(
                        Map.ofEntries(
                                Map.entry("NAME", "train"),
                                Map.entry("VERSION", "2"),
                                Map.entry("POOL", "default"),
                                Map.entry("KIND", "PROCESS"),
                                Map.entry("MODE", "ONCE"),
                                Map.entry("TIMEOUT", "90s"),
                                Map.entry("ATTEMPTS", "1"),
                                Map.entry("LIMITS", "4 at once by params.gpu, 100 in 1500ms"),
                                Map.entry("RUNNING", "5"),
                                Map.entry("WAITING", "9"),
                                Map.entry("PARAMS", "schema"),
                                Map.entry("EXECUTOR", "e-1"),
                                Map.entry("DECLARED", "2026-01-31T12:00:00Z")));
    }

    @Test
    void aHandlerWithoutLimitsHasNoCounts() {
        Map<String, String> echo = row(HandlerRows.of(json(HANDLERS), json(LIMITS)), 2);
        assertThat(echo)
                .containsEntry("NAME", "echo")
                .containsEntry("LIMITS", "none")
                .containsEntry("RUNNING", "")
                .containsEntry("WAITING", "")
                .containsEntry("PARAMS", "any");
    }

    private static Map<String, String> row(List<List<String>> rows, int number) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < rows.getFirst().size(); i++) {
            row.put(rows.getFirst().get(i), rows.get(number).get(i));
        }
        return row;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
