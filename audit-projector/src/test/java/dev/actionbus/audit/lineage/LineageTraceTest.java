package dev.actionbus.audit.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.lineage.LineageQuery.Direction;
import dev.actionbus.audit.lineage.LineageQuery.Scope;
import dev.actionbus.audit.lineage.LineageQuery.Start;
import dev.actionbus.audit.lineage.Story.Action;
import dev.actionbus.wire.EventId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What hangs together with what. */
final class LineageTraceTest {

    private static final Scope FAR_UP = Scope.DEFAULT;

    private final LineageGraph training = Story.training().graph();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    model:r      | UP   | 99 | fetch prepare epoch-1 epoch-2 save dataset:p@v1 file:p.csv model:r@2 prepared:r weights:r@1 weights:r@2
                    model:r      | UP   | 2  | save model:r@2 weights:r@2
                    model:r@2    | UP   | 1  | save model:r@2
                    model:r      | UP   | 0  | model:r@2
                    model:r@2    | DOWN | 99 | model:r@2
                    weights:r@2  | DOWN | 99 | save evaluate model:r@2 weights:r@2
                    weights:r    | DOWN | 1  | epoch-2 save evaluate weights:r@1 weights:r@2
                    file:p.csv   | DOWN | 99 | fetch prepare epoch-1 epoch-2 save evaluate dataset:p@v1 file:p.csv model:r@2 prepared:r weights:r@1 weights:r@2
                    prepared:r   | BOTH | 1  | prepare epoch-1 epoch-2 prepared:r
                    file:p.csv   | BOTH | 99 | fetch prepare epoch-1 epoch-2 bad-save late-save save evaluate dataset:p@v1 file:p.csv model:r@2 prepared:r weights:r@1 weights:r@2 story run-1
                    """)
    void fromADataSetAsFarAsAsked(String data, Direction direction, int depth, String nodes) {
        assertThat(Story.names(ofData(training, data, new Scope(direction, depth, 1000))))
                .containsExactly(names(nodes));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    prepare | UP   | fetch prepare dataset:p@v1 file:p.csv
                    fetch   | UP   | fetch file:p.csv
                    prepare | DOWN | prepare epoch-1 epoch-2 save evaluate model:r@2 prepared:r weights:r@1 weights:r@2
                    """)
    void fromAnAction(String name, Direction direction, String nodes) {
        assertThat(Story.names(ofAction(training, name, direction))).containsExactly(names(nodes));
    }

    @Test
    void outputsOfTheOutcomeWinOverThoseOfTheRequest() {
        assertThat(find(training, "model:r@9")).isEmpty();
        Lineage model = ofData(training, "model:r", new Scope(Direction.UP, 1, 1000));
        assertThat(model.dataSets().getFirst().digests()).containsExactly("sha256:bb");
    }

    @Test
    void whatFailedOrWasCancelledMadeNothing() {
        Lineage model = ofData(training, "model:r@2", new Scope(Direction.BOTH, 1, 1000));
        assertThat(Story.names(model)).containsExactly("save", "model:r@2");
    }

    @Test
    void causesAndStoriesThatAreActionsAreEdges() {
        Story story =
                new Story()
                        .completed(Action.named("root"))
                        .completed(Action.named("child").in(Story.id("root")))
                        .completed(Action.named("grandchild").after(Story.id("child")));
        Lineage up = ofAction(story.graph(), "grandchild", Direction.UP);
        assertThat(up.edges())
                .extracting(Lineage.Edge::kind)
                .containsExactly(Lineage.Kind.PART_OF, Lineage.Kind.CAUSED);
        assertThat(Story.names(ofAction(story.graph(), "root", Direction.DOWN)))
                .containsExactly("root", "child", "grandchild");
    }

    @ParameterizedTest
    @ValueSource(strings = {"action.requests/0/7#0", "timer/1767225600000#1"})
    void aCauseThatIsAnEventOfAnActionIsAnEdgeFromThatAction(String event) {
        EventId cause = EventId.of(Story.id("first"), event);
        Story story =
                new Story()
                        .completed(Action.named("first"))
                        .completed(Action.named("second").after(cause.toString()));

        Lineage up = ofAction(story.graph(), "second", Direction.UP);
        assertThat(up.edges())
                .containsExactly(
                        new Lineage.Edge(
                                "action:" + Story.id("first"),
                                "action:" + Story.id("second"),
                                Lineage.Kind.CAUSED));
        assertThat(up.actions().getLast().origin().causationId()).contains(cause.toString());
        assertThat(Story.names(ofAction(story.graph(), "first", Direction.DOWN)))
                .containsExactly("first", "second");
        assertThat(OpenLineageEvents.of(up).getLast())
                .contains("\"parent\"", Story.id("first"), "\"name\":\"first\"");
    }

    @Test
    void aCauseThatIsNoActionOfTheBusIsKeptAsTextOnly() {
        Story story = new Story().completed(Action.named("a").after("action.requests/0/7#0"));
        Lineage lineage = ofAction(story.graph(), "a", Direction.BOTH);
        assertThat(lineage.edges()).isEmpty();
        assertThat(lineage.actions().getFirst().origin().causationId())
                .contains("action.requests/0/7#0");
    }

    @Test
    void whatNobodyNamedIsNotFound() {
        assertThat(find(training, "model:other")).isEmpty();
        assertThat(LineageTrace.of(training, query(action("nobody"), FAR_UP))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void cyclesEnd(Direction direction) {
        LineageGraph circle =
                new Story()
                        .completed(Action.named("a").after(Story.id("b")).reads("d:x").makes("d:x"))
                        .completed(Action.named("b").after(Story.id("a")).reads("d:x").makes("d:y"))
                        .completed(Action.named("c").after(Story.id("c")).reads("d:y").makes("d:x"))
                        .graph();
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> {
                    Lineage all = ofData(circle, "d:x", new Scope(direction, 1000, 1000));
                    assertThat(Story.names(all)).containsExactly("a", "b", "c", "d:x", "d:y");
                    assertThat(LineageText.of(all)).contains("(see above)");
                });
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "5", "9"})
    void anAnswerIsCutAtItsLimitAndSaysSo(int limit) {
        Lineage cut = ofData(training, "model:r", new Scope(Direction.UP, 99, limit));
        Lineage whole = ofData(training, "model:r", FAR_UP);
        assertThat(Story.names(cut)).hasSize(limit);
        assertThat(Story.names(whole).toList()).containsAll(Story.names(cut).toList());
        assertThat(cut.truncated()).isTrue();
        assertThat(whole.truncated()).isFalse();
        assertThat(ofData(training, "model:r", new Scope(Direction.UP, 99, 11)).truncated())
                .isFalse();
    }

    @Test
    void theOrderInWhichActionsAreToldDoesNotMatter() {
        List<Story.Told> told = Story.training().told();
        String expected =
                LineageJson.of(ofData(training, "file:p.csv", new Scope(Direction.BOTH, 99, 5)));
        for (int seed = 0; seed < 20; seed++) {
            List<String> ids =
                    new ArrayList<>(told.stream().map(Story.Told::actionId).distinct().toList());
            Collections.shuffle(ids, new Random(seed));
            LineageGraph graph = new LineageGraph();
            ids.forEach(id ->
                    told.stream()
                            .filter(t -> t.actionId().equals(id))
                            .forEach(t -> graph.add(id, t.event())));
            assertThat(
                            LineageJson.of(
                                    ofData(graph, "file:p.csv", new Scope(Direction.BOTH, 99, 5))))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "model:m,           model,         m,       ",
        "model:m@v1,        model,         m,     v1",
        "s3://bucket:a/b@7, s3://bucket,   a/b,    7",
        "a:b:c@d@e,         a,             b:c@d,  e",
    })
    void aDataSetIsReadAsItIsWritten(String text, String namespace, String name, String version) {
        DataSetId id = new DataSetId(namespace, name, Optional.ofNullable(version));
        assertThat(DataSetId.parse(text)).isEqualTo(id);
        assertThat(id).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"model", "model:", ":m", "s3://bucket", "''"})
    void otherTextsAreNoDataSets(String text) {
        Assertions.assertThrows(IllegalArgumentException.class, () -> DataSetId.parse(text));
    }

    private static String[] names(String text) {
        return text.replace("story ", "story_")
                .lines()
                .flatMap(l -> Arrays.stream(l.split(" ", -1)))
                .map(n -> n.replace("story_", "story "))
                .toArray(String[]::new);
    }

    private static Optional<Lineage> find(LineageGraph graph, String data) {
        return LineageTrace.of(graph, query(new Start.OfData(DataSetId.parse(data)), FAR_UP));
    }

    static Lineage ofData(LineageGraph graph, String data, Scope scope) {
        return LineageTrace.of(graph, query(new Start.OfData(DataSetId.parse(data)), scope))
                .orElseThrow();
    }

    private static Lineage ofAction(LineageGraph graph, String name, Direction direction) {
        return LineageTrace.of(graph, query(action(name), new Scope(direction, 99, 1000)))
                .orElseThrow();
    }

    private static Start action(String name) {
        return new Start.OfAction(new ActionId(Story.id(name)));
    }

    private static LineageQuery query(Start start, Scope scope) {
        return new LineageQuery(start, scope);
    }
}
