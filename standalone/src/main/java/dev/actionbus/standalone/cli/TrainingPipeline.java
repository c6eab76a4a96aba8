package dev.actionbus.standalone.cli;

import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.DataRef;
import dev.actionbus.action.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The requests of the demo, in order, each with the data it reads and makes. */
final class TrainingPipeline {

    /** The model that comes of it, as lineage names it. */
    static final String MODEL = "model:penguins-run-1";

    private static final String RUN = "penguins-run-1";
    private static final String DATASET = "penguins-v1";
    private static final int DYING_EPOCH = 5;

    /** Of the file as it was released; {@code examples/training/pipeline.py} checks it. */
    private static final Optional<String> DIGEST =
            Optional.of("sha256:d51d24bf75bd40209ab6d95e1f60258ef2d983af96ae77a0a7f23c515c228cf1");

    private static final DataRef FILE =
            new DataRef("file", "penguins-v1.csv", Optional.empty(), DIGEST);
    private static final DataRef DATA =
            new DataRef("dataset", "penguins", Optional.of("v1"), DIGEST);
    private static final DataRef PREPARED = made("prepared", Optional.empty());
    private static final Origin ORIGIN =
            new Origin(
                    Origin.ANONYMOUS.principal(),
                    Optional.of(RUN),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());

    private TrainingPipeline() {}

    static List<ActionRequest> of(int epochs) {
        List<ActionRequest> steps = new ArrayList<>();
        steps.add(
                step("fetch-dataset", "data")
                        .params("{\"datasetVersion\":\"" + DATASET + "\"}")
                        .data(data(List.of(FILE), DATA))
                        .build());
        steps.add(
                step("preprocess-data", "prepared")
                        .params(params(",\"seed\":42"))
                        .data(data(List.of(DATA), PREPARED))
                        .build());
        for (int epoch = 1; epoch <= epochs; epoch++) {
            String dying = epoch == DYING_EPOCH ? ",\"dieOnFirstAttempt\":true" : "";
            List<DataRef> inputs =
                    epoch == 1 ? List.of(PREPARED) : List.of(PREPARED, weights(epoch - 1));
            steps.add(
                    step("train-epoch", "epoch-" + epoch)
                            .params(params(",\"epochNumber\":" + epoch + dying))
                            .data(data(inputs, weights(epoch)))
                            .build());
        }
        steps.add(
                step("evaluate", "evaluation")
                        .params(params(""))
                        .data(
                                data(
                                        List.of(PREPARED, weights(epochs)),
                                        made("evaluation", Optional.empty())))
                        .build());
        steps.add(
                step("save-checkpoint", "checkpoint")
                        .params(params(",\"epochNumber\":" + epochs))
                        .data(
                                data(
                                        List.of(PREPARED, weights(epochs)),
                                        made("model", Optional.of(name(epochs)))))
                        .build());
        return steps;
    }

    private static ActionRequest.Builder step(String name, String key) {
        return ActionRequest.named(name).key(RUN + ":" + key).origin(ORIGIN);
    }

    private static ActionRequest.Data data(List<DataRef> inputs, DataRef output) {
        return new ActionRequest.Data(inputs, List.of(output));
    }

    private static DataRef weights(int epoch) {
        return made("weights", Optional.of(name(epoch)));
    }

    private static DataRef made(String namespace, Optional<String> version) {
        return new DataRef(namespace, RUN, version, Optional.empty());
    }

    private static String name(int epoch) {
        return String.format(Locale.ROOT, "epoch-%02d", epoch);
    }

    private static String params(String more) {
        return "{\"runId\":\"" + RUN + "\",\"datasetVersion\":\"" + DATASET + "\"" + more + "}";
    }
}
