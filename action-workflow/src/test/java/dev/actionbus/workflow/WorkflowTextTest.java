package dev.actionbus.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.action.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A definition is the same however it was written. */
final class WorkflowTextTest {

    private static final String EVERYTHING =
            """
            workflow: train-and-deploy
            version: 3
            params: {type: object, properties: {url: {type: string}}}
            deadline: 2h
            steps:
              data: {action: fetch-dataset, params: {url: "${params.url}", factor: 1.50}}
              rates:
                map: {over: "${params.rates}", as: rate, parallel: 3}
                workflow: train-one-rate
                params: {rate: "${rate}", index: "${index}", from: "${steps.data.result.path}"}
                onFailure: continue
              epochs:
                loop: {while: "${last == null || last.accuracy < 0.9}", max: 10}
                action: train-epoch
                version: 2
                params: {epoch: "${index + 1}"}
                retry: {maxAttempts: 3, backoff: 2s, factor: 2, maxBackoff: 1m, jitter: 0.1}
                timeout: 5m
                deadline: 1h
              pause: {delay: 90s, after: [rates, data]}
              ready: {signal: data-arrived, timeout: 1h}
              ok: {approval: {assignee: ml-team, comment: "deploy?"}, after: [epochs], timeout: 1d}
              deploy:
                action: deploy-model
                mode: once
                when: "${steps.ok.result.approved}"
                onFailure: compensate
                compensate: {action: undeploy-model, params: {model: "${result.model}"}}
            result: {best: "${steps.epochs.result}", all: "${steps.rates.results}"}
            """;

    private static Workflow built() {
        return WorkflowBuilder.named("train-and-deploy")
                .version(3)
                .params("{\"type\": \"object\", \"properties\": {\"url\": {\"type\": \"string\"}}}")
                .deadline(Duration.ofHours(2))
                .action(
                        "data",
                        "fetch-dataset",
                        step -> step.params("{\"factor\": 1.50, \"url\": \"${params.url}\"}"))
                .workflow(
                        "rates",
                        "train-one-rate",
                        step ->
                                step.map("${params.rates}", "rate", 3)
                                        .params(
                                                """
                                                {"rate": "${rate}", "index": "${index}",
                                                 "from": "${steps.data.result.path}"}
                                                """)
                                        .onFailure(OnFailure.CONTINUE))
                .action(
                        "epochs",
                        "train-epoch",
                        step ->
                                step.loop("${last == null || last.accuracy < 0.9}", 10)
                                        .version(2)
                                        .params("{\"epoch\": \"${index + 1}\"}")
                                        .retry(
                                                new RetryPolicy(
                                                        3,
                                                        Duration.ofSeconds(2),
                                                        2,
                                                        Duration.ofMinutes(1),
                                                        0.1,
                                                        List.of()))
                                        .timeout(Duration.ofMinutes(5))
                                        .deadline(Duration.ofHours(1)))
                .delay("pause", Duration.ofSeconds(90), step -> step.after("data", "rates"))
                .signal("ready", "data-arrived", step -> step.timeout(Duration.ofHours(1)))
                .approval(
                        "ok",
                        "ml-team",
                        "deploy?",
                        step -> step.after("epochs").timeout(Duration.ofDays(1)))
                .action(
                        "deploy",
                        "deploy-model",
                        step ->
                                step.once()
                                        .when("${steps.ok.result.approved}")
                                        .onFailure(OnFailure.COMPENSATE)
                                        .compensate(
                                                "undeploy-model",
                                                undo ->
                                                        undo.params(
                                                                "{\"model\": \"${result.model}\"}")))
                .result(
                        "{\"best\": \"${steps.epochs.result}\", \"all\": \"${steps.rates.results}\"}")
                .build();
    }

    @Test
    void builderAndYamlAndJsonAreEqual() {
        Workflow yaml = read(EVERYTHING);
        assertThat(built()).isEqualTo(yaml);
        assertThat(built().text()).isEqualTo(yaml.text());
        assertThat(read(yaml.text())).isEqualTo(yaml);
        assertThat(yaml.text()).contains("\"factor\":1.50");
    }

    @Test
    void referencesAreDependencies() {
        Plan plan = Plan.of(read(EVERYTHING));
        assertThat(plan.graph().needs().get("rates")).containsExactly("data");
        assertThat(plan.graph().needs().get("deploy")).containsExactly("ok");
        assertThat(plan.graph().neededBy().get("data")).containsExactly("pause", "rates");
        assertThat(plan.graph().layers())
                .containsExactly(
                        List.of("data", "epochs", "ready"),
                        List.of("ok", "rates"),
                        List.of("deploy", "pause"));
    }

    @Test
    void builderTellsWhatIsWrong() {
        assertThatThrownBy(() ->
                        WorkflowBuilder.named("w")
                                .action("a", "x", step -> step.after("b"))
                                .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("REF_UNKNOWN")
                .hasMessageContaining("did you mean a?");
    }

    @Test
    void snapshotHoldsEverySubWorkflowWithItsVersion() {
        Workflow leaf = read("workflow: leaf\nversion: 4\nsteps: {a: {action: x}}");
        Workflow middle =
                read("workflow: train-one-rate\nversion: 2\nsteps: {a: {workflow: leaf}}");
        var resolved = ResolveSubWorkflows.of(read(EVERYTHING), known(leaf, middle));
        assertThat(resolved).isInstanceOf(ResolveSubWorkflows.Resolved.Whole.class);
        Snapshot snapshot = ((ResolveSubWorkflows.Resolved.Whole) resolved).snapshot();
        assertThat(snapshot.others()).containsOnlyKeys("leaf@4", "train-one-rate@2");
        assertThat(Snapshot.parse(snapshot.text())).isEqualTo(snapshot);
        Work.SubWorkflow sub = (Work.SubWorkflow) snapshot.main().step("rates").work();
        assertThat(sub.version()).isEqualTo(OptionalInt.of(2));
        Snapshot inner = snapshot.of(sub);
        assertThat(inner.main().name()).isEqualTo("train-one-rate");
        assertThat(inner.others()).containsOnlyKeys("leaf@4");
    }

    @Test
    void unknownAndCircularSubWorkflowsAreRefused() {
        Workflow a = read("workflow: aa\nsteps: {s: {workflow: bb}}");
        Workflow b = read("workflow: bb\nsteps: {s: {workflow: aa}}");
        assertThat(ResolveSubWorkflows.of(a, known(a, b)).toString())
                .contains("WORKFLOW_CYCLE")
                .contains("aa@1 → bb@1 → aa@1");
        assertThat(
                        ResolveSubWorkflows.of(
                                        a, known(a, read("workflow: bbb\nsteps: {s: {action: x}}")))
                                .toString())
                .contains("REF_UNKNOWN")
                .contains("did you mean bbb?");
    }

    private static ResolveSubWorkflows.Known known(Workflow... all) {
        Map<String, Workflow> byName = new TreeMap<>();
        for (Workflow one : all) {
            byName.put(one.name(), one);
        }
        return new ResolveSubWorkflows.Known() {
            @Override
            public Optional<Workflow> find(String name, OptionalInt version) {
                return Optional.ofNullable(byName.get(name))
                        .filter(w -> version.isEmpty() || version.getAsInt() == w.version());
            }

            @Override
            public Set<String> names() {
                return byName.keySet();
            }
        };
    }

    private static Workflow read(String text) {
        Reading reading = WorkflowReader.read(text);
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).workflow();
    }
}
