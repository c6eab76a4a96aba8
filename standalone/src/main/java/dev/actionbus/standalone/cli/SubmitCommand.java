package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description =
                "Ask for an action. The same key asks for the same action, any number of times.",
        footer = {
            "",
            "Examples:",
            "  actionbus submit echo -p hello=world --wait",
            "  actionbus submit train-epoch --params epoch.json --key run-7:epoch-1 --wait=60s",
            "  actionbus submit charge -p amount=3 --lane account-7 --deadline 10m --timeout 30s",
            "  actionbus submit report --run-at 2026-01-31T06:00:00Z --priority 10",
            "  actionbus submit --batch requests.ndjson"
        })
final class SubmitCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "Name of the action.")
    private @Nullable String name;

    @Option(
            names = "--batch",
            paramLabel = "FILE",
            description =
                    "Requests as JSON objects, one a line (fields as over HTTP, the key as"
                            + " idempotencyKey); - is standard input.")
    private @Nullable Path batch;

    @Option(
            names = "--version-of",
            paramLabel = "N",
            defaultValue = "1",
            description = "Version of the handler (default: 1).")
    private int version;

    @ArgGroup private @Nullable ParamsGiven params;

    @Option(
            names = "--key",
            paramLabel = "K",
            description = "Idempotency key (default: a new one).")
    private @Nullable String key;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            arity = "0..1",
            fallbackValue = "30s",
            converter = Durations.class,
            description = "Wait for the outcome, at most 60s (default: 30s).")
    private @Nullable Duration wait;

    @Mixin private TimeOptions time = new TimeOptions();
    @Mixin private BusUrl bus = new BusUrl();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        Duration patience = wait == null ? Duration.ZERO : wait;
        if (batch != null && name == null) {
            return new SubmitBatch(bus, output).run(batch, patience);
        }
        if (batch != null || name == null) {
            throw Failure.usage("USAGE", "give the name of an action, or --batch", "");
        }
        Map<String, String> headers = new HashMap<>();
        if (key != null) {
            headers.put("Idempotency-Key", key);
        }
        if (!patience.isZero()) {
            headers.put("Prefer", "wait=" + Math.max(1, patience.toSeconds()));
        }
        return ActionText.print(bus.post("/v1/actions", body(name), headers, patience), output);
    }

    /** Params go to the letter. */
    private String body(String action) {
        ObjectNode body =
                JSON.createObjectNode()
                        .put("name", action)
                        .put("version", version)
                        .putRawValue("params", new RawValue(params == null ? "{}" : params.json()));
        time.putTo(body);
        return body.toString();
    }
}
