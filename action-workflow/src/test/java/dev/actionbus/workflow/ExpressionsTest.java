package dev.actionbus.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpressionsTest {

    private static final Set<String> NAMES = Set.of("params", "steps", "run", "index", "last");
    private static final Map<String, JsonNode> SCOPE =
            scope(
                    Map.of(
                            "params",
                            """
                            {"x": 0.5, "n": 3, "nothing": null, "s": "abc", "yes": true,
                             "price": 1.10, "digits": 123456789012345678901234567890,
                             "list": [1, 2.50, 3], "big-name": {"k": [10, 20]}}
                            """,
                            "steps",
                            """
                            {"a": {"result": {"accuracy": 0.8}, "status": "COMPLETED", "error": null},
                             "train-all": {"results": [{"ok": true}, {"ok": false}]}}
                            """,
                            "run",
                            "{\"id\": \"r1\"}",
                            "index",
                            "4",
                            "last",
                            "null"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    params.n                                    | 3
                    params.price                                | 1.10
                    params.digits                               | 123456789012345678901234567890
                    params["big-name"].k[1]                     | 20
                    params.list                                 | [1,2.50,3]
                    params.nothing                              | null
                    index + 1                                   | 5
                    params.n * params.x                         | 1.5
                    params.n - 0.5                              | 2.5
                    params.n / 2                                | 1
                    params.x < 1                                | true
                    params.n == 3.0                             | true
                    last == null or last.accuracy < 0.9       | true
                    params.yes ? params.list : []               | [1,2.50,3]
                    {"all": params.list, "run": run.id}         | {"all":[1,2.50,3],"run":"r1"}
                    params.list.map(i, i * 2)                   | [2,5.0,6]
                    steps["train-all"].results.filter(r, r.ok)  | [{"ok":true}]
                    steps.a.result.accuracy > 0.7 && steps.a.error == null | true
                    has(params.missing)                         | false
                    params.?missing.orValue(7)                  | 7
                    "a" + params.s + string(params.n)           | "aabc3"
                    math.greatest(params.list)                  | 3
                    size(params.list)                           | 3
                    params.s.matches("(a+)+$")                  | false
                    """)
    void expressionHasValue(String expression, String expected) {
        String text = expression.strip().replace(" or ", " || ");
        assertThat(value(text)).isEqualTo(expected.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    params.missing           | EXPRESSION_FAILED | params.missing
                    params.missing + 1       | EXPRESSION_FAILED | there is no params.missing
                    params.lst               | EXPRESSION_FAILED | there is no params.lst; did you mean list?
                    size(params.lst)         | EXPRESSION_FAILED | there is no params.lst; did you mean list?
                    params.s.len             | EXPRESSION_FAILED | params.s is a text
                    steps.a.error.code       | EXPRESSION_FAILED | steps.a.error is null
                    params.list[9]           | EXPRESSION_FAILED | params.list[9]; params.list is a list of 3
                    1 / 0                    | EXPRESSION_FAILED | zero
                    params.s + 1             | EXPRESSION_FAILED | overload
                    duration("1s")           | EXPRESSION_FAILED | not JSON
                    9223372036854775807 + index | EXPRESSION_FAILED | overflow
                    1.0 / 0.0                | EXPRESSION_FAILED | finite
                    """)
    void expressionWithoutValueSaysWhy(String expression, String code, String part) {
        assertThat(evaluate(expression.strip()))
                .isInstanceOfSatisfying(
                        Evaluated.Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo(code);
                            assertThat(failed.message()).contains(part).doesNotContain("\n");
                        });
    }

    @Test
    void whatWasJudgedBeforeIsCompiledWhenItIsNeeded() {
        Expression good = Expressions.prepare("params.n + 1", NAMES);
        assertThat(good.roots()).containsExactly("params");
        assertThat(good.evaluate(SCOPE)).isEqualTo(good.evaluate(SCOPE));
        Expression wrong = Expressions.prepare("bytes(params.s)", NAMES);
        assertThat(wrong.roots()).containsExactly("params");
        assertThat(wrong.evaluate(SCOPE))
                .isInstanceOfSatisfying(
                        Evaluated.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo("EXPRESSION_INVALID"));
        assertThatThrownBy(wrong::compile).isInstanceOf(WrongExpression.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    parms.url          | REF_UNKNOWN        | did you mean params?
                    item.x             | REF_UNKNOWN        | there is no item here
                    1 +                | EXPRESSION_INVALID | column
                    steps[params.s].result | EXPRESSION_INVALID | one by one
                    steps              | EXPRESSION_INVALID | one by one
                    params.list.map(s, steps) | EXPRESSION_INVALID | one by one
                    bytes("a")         | EXPRESSION_INVALID | bytes
                    now()              | EXPRESSION_INVALID | now
                    true + 1           | EXPRESSION_INVALID | overload
                    """)
    void wrongExpressionIsRefused(String expression, String code, String part) {
        assertThatThrownBy(() -> Expressions.compile(expression.strip(), NAMES))
                .isInstanceOfSatisfying(
                        WrongExpression.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(part);
    }

    @Test
    void readsAreNoted() {
        Expression expression =
                Expressions.compile(
                        "steps.a.result.x > 1 && has(steps[\"train-all\"].error)"
                                + " && params.list.exists(params, params.y)",
                        NAMES);
        assertThat(expression.steps())
                .containsExactly(new StepRead("a", "result"), new StepRead("train-all", "error"));
        assertThat(expression.roots()).containsExactlyInAnyOrder("steps", "params");
        assertThat(expression.params()).containsExactly("list");
    }

    /** Each would need gigabytes or minutes without a bound. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "params.many.map(a, params.many.map(b, params.many.map(c, 1))).size()",
                "params.many.map(a, params.long + params.long)",
                "params.many.map(a, params.many)",
                "params.many.map(a, params.many + params.many)",
                "params.toolong + \"x\"",
            })
    void costIsBounded(String expression) {
        StringBuilder many = new StringBuilder("[0");
        for (int i = 1; i < 10_000; i++) {
            many.append(",").append(i);
        }
        Map<String, JsonNode> scope =
                scope(
                        Map.of(
                                "params",
                                "{\"many\": %s], \"long\": \"%s\", \"toolong\": \"%s\"}"
                                        .formatted(many, "x".repeat(16_000), "x".repeat(20_000))));
        Expression compiled = Expressions.compile(expression, NAMES);
        long before = System.nanoTime();
        assertThat(compiled.evaluate(scope))
                .isInstanceOfSatisfying(
                        Evaluated.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo("EXPRESSION_LIMIT"));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void longTextIsHandedOnWhole() {
        Map<String, JsonNode> scope =
                scope(Map.of("params", "{\"t\": \"" + "x".repeat(20_000) + "\"}"));
        assertThat(Expressions.compile("params.t", NAMES).evaluate(scope))
                .isEqualTo(new Evaluated.Value(Json.NODES.textNode("x".repeat(20_000))));
    }

    @Test
    void templateFillsTextsOnly() {
        JsonNode template =
                Json.parse(
                        """
                        {"whole": "${params.price}", "in": "v${params.price}-${run.id}",
                         "braces": "${ {'a': {'b': '}'}}.a.b }", "plain": "$${x} costs $5",
                         "deep": [{"n": "${index}"}], "fixed": 1.50}
                        """);
        Evaluated filled = Template.of(template, NAMES).fill(SCOPE);
        assertThat(filled)
                .isInstanceOfSatisfying(
                        Evaluated.Value.class,
                        value ->
                                assertThat(Json.canonical(value.value()))
                                        .isEqualTo(
                                                """
                                                {"braces":"}","deep":[{"n":4}],"fixed":1.50,\
                                                "in":"v1.10-r1","plain":"${x} costs $5","whole":1.10}\
                                                """));
    }

    @Test
    void unclosedBraceIsRefused() {
        assertThatThrownBy(() -> Template.of(Json.parse("{\"a\": \"${params.x\"}"), NAMES))
                .isInstanceOf(WrongExpression.class)
                .hasMessageContaining("not closed");
    }

    private static String value(String expression) {
        Evaluated evaluated = evaluate(expression);
        assertThat(evaluated).isInstanceOf(Evaluated.Value.class);
        return Json.canonical(((Evaluated.Value) evaluated).value());
    }

    private static Evaluated evaluate(String expression) {
        return Expressions.compile(expression, NAMES).evaluate(SCOPE);
    }

    private static Map<String, JsonNode> scope(Map<String, String> texts) {
        Map<String, JsonNode> scope = new HashMap<>();
        texts.forEach((name, json) -> scope.put(name, Json.parse(json)));
        return scope;
    }
}
