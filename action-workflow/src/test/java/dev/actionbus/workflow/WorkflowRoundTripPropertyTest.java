package dev.actionbus.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What was read is written and read again to the same. */
final class WorkflowRoundTripPropertyTest {

    private static final List<String> WORK =
            List.of(
                    "{\"action\": \"x\", \"params\": {\"n\": 1.0, \"t\": \"%s\"}}",
                    "{\"action\": \"x\", \"version\": 7, \"mode\": \"once\", \"timeout\": \"1500ms\"}",
                    "{\"action\": \"x\", \"retry\": {\"maxAttempts\": 4, \"jitter\": 0.25}}",
                    "{\"action\": \"x\", \"map\": {\"over\": [1, \"%s\"]}, \"params\": {\"i\": \"${item}\"}}",
                    "{\"action\": \"x\", \"loop\": {\"while\": \"${last == null}\", \"max\": 3}}",
                    "{\"workflow\": \"sub\", \"deadline\": \"90m\", \"params\": {\"t\": [null, true, \"%s\"]}}",
                    "{\"delay\": \"36h\"}",
                    "{\"signal\": \"go\", \"onFailure\": \"continue\"}",
                    "{\"approval\": {\"comment\": \"%s\"}}",
                    "{\"action\": \"x\", \"compensate\": {\"action\": \"undo\", \"params\": {\"r\": \"${result}\"}}}");

    @Property(tries = 200)
    void textIsReadBackToTheSame(@ForAll("workflows") ObjectNode tree) {
        Reading reading = WorkflowReader.read(tree.toString());
        assertThat(reading).isInstanceOf(Reading.Read.class);
        Workflow workflow = ((Reading.Read) reading).workflow();
        Reading again = WorkflowReader.read(workflow.text());
        assertThat(again).isEqualTo(reading);
        assertThat(((Reading.Read) again).workflow().text()).isEqualTo(workflow.text());
    }

    @Provide
    Arbitrary<ObjectNode> workflows() {
        Arbitrary<String> words =
                Arbitraries.strings().ofMaxLength(12).map(WorkflowRoundTripPropertyTest::quoted);
        Arbitrary<String> step =
                Combinators.combine(Arbitraries.of(WORK), words)
                        .as((work, word) -> work.replace("%s", word));
        return step.list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(steps -> {
                    ObjectNode tree =
                            Json.object().put("workflow", "w").put("version", steps.size());
                    ObjectNode all = tree.putObject("steps");
                    for (int i = 0; i < steps.size(); i++) {
                        ObjectNode one = (ObjectNode) Json.parse(steps.get(i));
                        if (i % 3 == 2) {
                            one.putArray("after").add("s" + (i - 1)).add("s" + (i - 2));
                        }
                        all.set("s" + i, one);
                    }
                    return tree;
                });
    }

    /** Inside of the quotes of a JSON text; no expression begins in it, no half of a character. */
    private static String quoted(String word) {
        StringBuilder whole = new StringBuilder();
        word.codePoints()
                .filter(c ->
                        c != '$' && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
                .forEach(whole::appendCodePoint);
        String json = Json.canonical(Json.NODES.textNode(whole.toString()));
        return json.substring(1, json.length() - 1);
    }
}
