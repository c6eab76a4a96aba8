package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Orders about one run. */
final class WorkflowOrders {

    private WorkflowOrders() {}

    /** Which run it is about, and why it is given. */
    static final class AboutRun {

        @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run.")
        private String run = "";

        @Mixin private OrderOptions order = new OrderOptions();
        @Mixin private BusUrl bus = new BusUrl();
        @Mixin private Output output = new Output();

        ObjectNode body() {
            return order.body();
        }

        int give(String verb, ObjectNode body) {
            return told(bus, order, run + "/" + verb, body, output);
        }
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Decide about a step that waits for it.",
            footer = {
                "",
                "Examples:",
                "  actionbus workflow approve RUN ok --reason 'accuracy 0.93'",
                "  actionbus workflow approve RUN ok --refuse --reason 'too slow'"
            })
    static final class Approve implements Callable<Integer> {

        @Parameters(index = "1", paramLabel = "STEP", description = "The step that waits.")
        private String step = "";

        @Option(names = "--refuse", description = "Do not approve.")
        private boolean refuse;

        @Mixin private AboutRun order = new AboutRun();

        @Override
        public Integer call() {
            ObjectNode body = order.body().put("step", step).put("approved", !refuse);
            return order.give("approve", body);
        }
    }

    @Command(
            name = "signal",
            mixinStandardHelpOptions = true,
            description = "Tell steps of a run that wait for a signal.",
            footer = {
                "",
                "Example:",
                "  actionbus workflow signal RUN data-arrived --payload '{\"rows\": 344}'"
                        + " --reason 'nightly export'"
            })
    static final class Signal implements Callable<Integer> {

        @Parameters(index = "1", paramLabel = "SIGNAL", description = "Name of the signal.")
        private String signal = "";

        @Option(
                names = "--payload",
                paramLabel = "JSON",
                description = "What it brings; JSON, or else text.")
        private @Nullable String payload;

        @Mixin private AboutRun order = new AboutRun();

        @Override
        public Integer call() {
            ObjectNode body = order.body().put("signal", signal);
            if (payload != null) {
                body.set("payload", ParamsGiven.jsonOrText(payload));
            }
            return order.give("signal", body);
        }
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description = "End a run and its steps.",
            footer = {"", "Example:", "  actionbus workflow cancel RUN --reason 'wrong data set'"})
    static final class Cancel implements Callable<Integer> {

        @Mixin private AboutRun order = new AboutRun();

        @Override
        public Integer call() {
            return order.give("cancel", order.body());
        }
    }

    /** 0 once the ledger has obeyed. */
    static int told(BusUrl bus, OrderOptions order, String path, ObjectNode body, Output output) {
        var unused = ActionText.print(order.give(bus, "/v1/runs/" + path, body), output);
        return 0;
    }
}
