package dev.actionbus.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wrong definition is refused with its code, its place and what may have been meant. */
final class WorkflowRulesTest {

    static Stream<Arguments> wrong() {
        return Stream.of(
                bad("WORKFLOW_EMPTY", 3, "has steps", "workflow: w\nversion: 1\nsteps: {}\n"),
                bad("WORKFLOW_EMPTY", 1, "has steps", "workflow: w\n"),
                bad("WORKFLOW_SYNTAX", 1, "mapping", "- a\n"),
                bad("WORKFLOW_SYNTAX", 0, "not JSON", "{\"workflow\": }"),
                bad("WORKFLOW_SYNTAX", 4, "twice", steps("a: {action: x}", "a: {action: y}")),
                bad("WORKFLOW_SYNTAX", 3, "tags", steps("a: !!js/eval {action: x}")),
                bad("WORKFLOW_SYNTAX", 3, "anchors", steps("a: &a {action: x}")),
                bad("WORKFLOW_SYNTAX", 3, "number", steps("a: {action: x, params: {n: .inf}}")),
                bad("FIELD_MISSING", 1, "name", "steps: {a: {action: x}}"),
                bad(
                        "FIELD_UNKNOWN",
                        1,
                        "did you mean steps?",
                        "stepz: {}\n" + steps("a: {action: x}")),
                bad("FIELD_UNKNOWN", 3, "did you mean params?", steps("a: {action: x, parms: {}}")),
                bad("FIELD_UNKNOWN", 3, "no key params", steps("a: {delay: 1s, params: {}}")),
                bad("FIELD_MISSING", 3, "one of action", steps("a: {params: {}}")),
                bad("FIELD_INVALID", 3, "too many", steps("a: {action: x, workflow: y}")),
                bad(
                        "FIELD_INVALID",
                        3,
                        "action or a workflow",
                        steps("a: {delay: 1s, map: {over: [1]}}")),
                bad(
                        "FIELD_INVALID",
                        3,
                        "same step",
                        steps(
                                "a: {action: x, map: {over: [1]}, loop: {while: \"${true}\", max: 2}}")),
                bad("FIELD_INVALID", 3, "one ${...}", steps("a: {action: x, when: \"yes\"}")),
                bad(
                        "FIELD_INVALID",
                        3,
                        "name of its own",
                        steps("a: {action: x, map: {over: [1], as: steps}}")),
                bad(
                        "FIELD_INVALID",
                        3,
                        "1 to 10000",
                        steps("a: {action: x, map: {over: [1], parallel: 0}}")),
                bad(
                        "FIELD_MISSING",
                        3,
                        "a bound",
                        steps("a: {action: x, loop: {while: \"${true}\"}}")),
                bad(
                        "FIELD_INVALID",
                        3,
                        "fail, continue",
                        steps("a: {action: x, onFailure: ignore}")),
                bad(
                        "NAME_INVALID",
                        1,
                        "name matches",
                        "workflow: Big\n" + steps("a: {action: x}").substring(12)),
                bad("NAME_INVALID", 3, "step's name", steps("A b: {action: x}")),
                bad("VERSION_INVALID", 3, "whole number", steps("a: {action: x, version: 0}")),
                bad("TIMEOUT_INVALID", 3, "unit", steps("a: {delay: 10}").replace("10", "\"10\"")),
                bad("TIMEOUT_INVALID", 3, "more than 0", steps("a: {delay: 0s}")),
                bad("TIMEOUT_INVALID", 3, "365d", steps("a: {delay: 400d}")),
                bad(
                        "RETRY_INVALID",
                        3,
                        "one attempt",
                        steps("a: {action: x, mode: once, retry: {maxAttempts: 2}}")),
                bad(
                        "WORKFLOW_CYCLE",
                        3,
                        "a → b → a",
                        steps("a: {action: x, after: [b]}", "b: {action: x, after: [a]}")),
                bad("WORKFLOW_CYCLE", 3, "a → a", steps("a: {action: x, after: [a]}")),
                bad(
                        "WORKFLOW_CYCLE",
                        3,
                        "a → c → b → a",
                        steps(
                                "a: {action: x, params: {v: \"${steps.c.result}\"}}",
                                "b: {action: x, after: [a]}",
                                "c: {action: x, when: \"${steps.b.status == 'COMPLETED'}\"}")),
                bad(
                        "NODE_UNREACHABLE",
                        4,
                        "behind a cycle",
                        steps("a: {action: x, after: [a]}", "b: {action: x, after: [a]}")),
                bad(
                        "NODE_UNREACHABLE",
                        3,
                        "this is false",
                        steps("a: {action: x, when: \"${1 > 2}\"}")),
                bad(
                        "REF_UNKNOWN",
                        4,
                        "did you mean data?",
                        steps("data: {action: x}", "b: {action: x, after: [dat]}")),
                bad(
                        "REF_UNKNOWN",
                        4,
                        "did you mean data?",
                        steps(
                                "data: {action: x}",
                                "b: {action: x, params: {v: \"${steps.dta.result}\"}}")),
                bad(
                        "REF_UNKNOWN",
                        4,
                        "did you mean result?",
                        steps(
                                "data: {action: x}",
                                "b: {action: x, params: {v: \"${steps.data.reslt}\"}}")),
                bad(
                        "REF_UNKNOWN",
                        4,
                        "did you mean approved?",
                        steps(
                                "ok: {approval: {}}",
                                "b: {action: x, when: \"${steps.ok.result.aproved == true}\"}")),
                bad(
                        "REF_UNKNOWN",
                        4,
                        "no field at in steps.p.result, which is no object",
                        steps(
                                "p: {delay: 1s}",
                                "b: {action: x, params: {v: \"${steps.p.result.at}\"}}")),
                bad(
                        "REF_UNKNOWN",
                        4,
                        "no field n in steps.m.results",
                        steps(
                                "m: {action: x, map: {over: [1]}}",
                                "b: {action: x, params: {v: \"${steps.m.results.n}\"}}")),
                bad(
                        "REF_UNKNOWN",
                        4,
                        "no field n in steps.m.result,",
                        steps(
                                "m: {action: x, map: {over: [1]}}",
                                "b: {action: x, params: {v: \"${steps.m.result.n}\"}}")),
                bad(
                        "REF_UNKNOWN",
                        4,
                        "did you mean message?",
                        steps("a: {action: x, onFailure: continue}")
                                + "result: \"${steps.a.error.mesage}\"\n"),
                bad(
                        "REF_UNKNOWN",
                        3,
                        "did you mean params?",
                        steps("a: {action: x, params: {v: \"${parms.x}\"}}")),
                bad(
                        "REF_UNKNOWN",
                        3,
                        "no index here",
                        steps("a: {action: x, params: {v: \"${index}\"}}")),
                bad(
                        "REF_UNKNOWN",
                        3,
                        "no last here",
                        steps("a: {action: x, map: {over: [1]}, params: {v: \"${last}\"}}")),
                bad(
                        "REF_UNKNOWN",
                        3,
                        "did you mean id?",
                        steps("a: {action: x, params: {v: \"${run.it}\"}}")),
                bad(
                        "REF_UNKNOWN",
                        4,
                        "did you mean url?",
                        steps("a: {action: x, params: {v: \"${params.ulr}\"}}")
                                .replace(
                                        "steps:\n",
                                        "params: {properties: {url: {}}, additionalProperties: false}\nsteps:\n")),
                bad(
                        "EXPRESSION_INVALID",
                        3,
                        "column",
                        steps("a: {action: x, params: {v: \"${1 +}\"}}")),
                bad(
                        "EXPRESSION_INVALID",
                        3,
                        "not closed",
                        steps("a: {action: x, params: {v: \"${params.x\"}}")),
                bad(
                        "PARAMS_INVALID",
                        3,
                        "claim what others",
                        steps("a: {action: x, params: {$claim: {bytes: 1}}}")),
                bad(
                        "PARAMS_INVALID",
                        3,
                        "claim what others",
                        steps("a: {workflow: x, params: {$claim: \"${params.x}\"}}")),
                bad(
                        "PARAMS_INVALID",
                        3,
                        "claim what others",
                        steps("a: {action: x, compensate: {action: y, params: {$claim: {}}}}")),
                bad(
                        "RESULT_INVALID",
                        4,
                        "claim what others",
                        steps("a: {action: x}") + "result: {$claim: {}}\n"),
                bad("WORKFLOW_LIMIT", 3, "10000 steps", many(10_001, i -> "action: x")),
                bad(
                        "WORKFLOW_LIMIT",
                        0,
                        "1000 steps follow",
                        many(
                                1_001,
                                i ->
                                        i == 0
                                                ? "action: x"
                                                : "action: x, after: [s" + (i - 1) + "]")),
                bad(
                        "WORKFLOW_LIMIT",
                        0,
                        "fewer than 5000",
                        many(
                                5_001,
                                i ->
                                        i < 5_000
                                                ? "action: x"
                                                : "action: x, after: [" + list(5_000) + "]")),
                bad("WORKFLOW_LIMIT", 0, "characters", "# " + "x".repeat(1_000_000)));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("wrong")
    void wrongDefinitionIsRefused(String code, int line, String part, String text) {
        List<WorkflowError> errors = errors(text);
        assertThat(errors)
                .as("%s", errors)
                .anySatisfy(error -> {
                    assertThat(error.code()).isEqualTo(code);
                    assertThat(error.message()).contains(part).doesNotContain("\n");
                    if (line > 0) {
                        assertThat(error.line()).isEqualTo(line);
                    }
                });
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        List<WorkflowError> errors =
                errors(
                        """
                        workflow: Wrong
                        version: 0
                        steps:
                          a: {action: x, after: [nobody]}
                          b: {delay: soon}
                          c: {action: x, when: "${", colour: red}
                        """);
        assertThat(errors)
                .extracting(WorkflowError::code)
                .contains("NAME_INVALID", "VERSION_INVALID", "TIMEOUT_INVALID", "FIELD_UNKNOWN");
        assertThat(errors).extracting(WorkflowError::line).isSorted();
    }

    @Test
    void aHundredErrorsAreEnough() {
        assertThat(errors(many(500, i -> "colour: red"))).hasSize(100);
    }

    @Test
    void whatOnlyARunCanTellIsAccepted() {
        assertThat(
                        WorkflowReader.read(
                                steps(
                                        "s: {signal: go}",
                                        "d: {delay: 1s}",
                                        "m: {action: x, map: {over: [1]}}",
                                        "l: {action: x, loop: {while: \"${true}\", max: 2}}",
                                        "a: {action: x, params: {s: \"${steps.s.result.any}\","
                                                + " l: \"${steps.l.result.any}\","
                                                + " m: \"${steps.m.results[0].any}\","
                                                + " d: \"${has(steps.d.result.at)}\"}}",
                                        "b: {action: x, params: {v: \"${steps.a.result.any}\"}}")))
                .isInstanceOf(Reading.Read.class);
    }

    @Test
    void largestGraphsAreAccepted() {
        assertThat(
                        WorkflowReader.read(
                                many(
                                        1_000,
                                        i ->
                                                i == 0
                                                        ? "action: x"
                                                        : "action: x, after: [s" + (i - 1) + "]")))
                .isInstanceOf(Reading.Read.class);
        assertThat(
                        WorkflowReader.read(
                                many(
                                        10_000,
                                        i ->
                                                i % 100 == 0
                                                        ? "action: x"
                                                        : "action: x, params: {v: \"${steps.s"
                                                                + (i - 1)
                                                                + ".result.x}\"}")))
                .isInstanceOf(Reading.Read.class);
        assertThat(WorkflowReader.read(many(10_000, i -> "action: x")))
                .isInstanceOf(Reading.Read.class);
    }

    @Test
    void errorsInJsonHavePointers() {
        List<WorkflowError> errors =
                errors(
                        "{\"workflow\":\"w\",\"steps\":{\"a\":{\"action\":\"x\",\"after\":[\"b\"]}}}");
        assertThat(errors)
                .singleElement()
                .hasToString("REF_UNKNOWN: /steps/a/after: there is no step b; did you mean a?");
    }

    private static List<WorkflowError> errors(String text) {
        Reading reading = WorkflowReader.read(text);
        assertThat(reading).isInstanceOf(Reading.Wrong.class);
        return ((Reading.Wrong) reading).errors();
    }

    private static Arguments bad(String code, int line, String part, String text) {
        return Arguments.of(code, line, part, text);
    }

    private static String steps(String... steps) {
        return "workflow: w\nsteps:\n"
                + Stream.of(steps).map(s -> "  " + s + "\n").collect(Collectors.joining());
    }

    private static String many(int count, java.util.function.IntFunction<String> fields) {
        return "workflow: w\nversion: 1\nsteps:\n"
                + IntStream.range(0, count)
                        .mapToObj(i ->
                                String.format(Locale.ROOT, "  s%d: {%s}\n", i, fields.apply(i)))
                        .collect(Collectors.joining());
    }

    private static String list(int count) {
        return IntStream.range(0, count).mapToObj(i -> "s" + i).collect(Collectors.joining(", "));
    }
}
