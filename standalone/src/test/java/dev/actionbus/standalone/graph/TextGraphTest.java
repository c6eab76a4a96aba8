package dev.actionbus.standalone.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TextGraphTest {

    @Test
    void stepsStandOnRailsThatLeadToTheNext() {
        assertThat(
                        TextGraph.draw(
                                List.of(
                                        step("data", "COMPLETED"),
                                        step("preprocess", "COMPLETED", "data"),
                                        step("rates", "ACTIVE", "data"),
                                        step("best", "PENDING", "preprocess", "rates", "data"),
                                        step("alone", "SKIPPED"))))
                .hasValueSatisfying(lines ->
                        assertThat(String.join("\n", lines))
                                .isEqualTo(
                                        """
                                        ✔  data
                                        ├─╮
                                        ✔ │  preprocess
                                        │ ▶  rates
                                        ├─╯
                                        ·  best
                                        ○  alone\
                                        """));
    }

    @Test
    void railsCrossWhereTheyMust() {
        assertThat(
                        TextGraph.draw(
                                List.of(
                                        step("a", ""),
                                        step("b", ""),
                                        step("c", "", "a", "b"),
                                        step("d", "", "a", "b"),
                                        step("e", "", "c", "d"))))
                .hasValueSatisfying(lines ->
                        assertThat(String.join("\n", lines))
                                .isEqualTo(
                                        """
                                        ·  a
                                        ├─╮
                                        │ │ ·  b
                                        │ │ ├─╮
                                        ├─┼─╯ │
                                        · │   │  c
                                        │ ├───╯
                                        │ ·  d
                                        ├─╯
                                        ·  e\
                                        """));
    }

    @Test
    void aFanIsTooWideToBeDrawn() {
        List<StepNode> steps = new ArrayList<>(List.of(step("root", "")));
        IntStream.range(0, 50).forEach(i -> steps.add(step("s" + i, "", "root")));
        assertThat(TextGraph.draw(steps)).isEmpty();
    }

    @Test
    void markupHasEveryStepAndEdge() {
        List<StepNode> steps = List.of(step("a-b", "COMPLETED"), step("c", "FAILED", "a-b"));
        assertThat(GraphMarkup.dot("w", steps))
                .contains("\"a-b\" [label=\"a-b\\n✔ COMPLETED\"")
                .contains("\"a-b\" -> \"c\";");
        assertThat(GraphMarkup.mermaid(steps))
                .contains("s0[\"a-b<br>✔ COMPLETED\"]")
                .contains("style s1 fill:#f4c7c3")
                .contains("s0 --> s1");
    }

    private static StepNode step(String name, String state, String... needs) {
        return new StepNode(name, List.of(needs), state, "");
    }
}
