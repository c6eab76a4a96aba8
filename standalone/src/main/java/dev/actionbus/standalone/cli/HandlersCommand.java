package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.executor.handler.HandlerCatalog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "handlers",
        mixinStandardHelpOptions = true,
        description = "Look at the handlers of a bus, or at handler manifests.",
        footer = {
            "",
            "Examples:",
            "  actionbus handlers ls",
            "  actionbus handlers ls --handlers examples/training",
            "  actionbus handlers check --handlers examples/training"
        },
        subcommands = {HandlersCommand.Ls.class, HandlersCommand.Check.class})
final class HandlersCommand implements Runnable {

    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    private HandlersCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "ls or check?");
    }

    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = {
                "List handlers with their settings: what the executors of a running bus have"
                        + " declared, or what manifests declare.",
                "A handler stays listed when no executor has it any more."
            },
            footer = {
                "",
                "Examples:",
                "  actionbus handlers ls",
                "  actionbus handlers ls --handlers examples/training"
            })
    static final class Ls implements Callable<Integer> {
        @Mixin private ManifestsIfAny manifests = new ManifestsIfAny();
        @Mixin private BusUrl bus = new BusUrl();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            Optional<HandlerCatalog> catalog = manifests.catalog();
            if (catalog.isPresent()) {
                print(HandlerRows.of(catalog.get()));
                return 0;
            }
            JsonNode declared = bus.get("/v1/handlers", Duration.ZERO);
            if (output.json()) {
                output.line(declared.toString());
            } else {
                JsonNode limits = bus.get("/v1/limits?limit=1000", Duration.ZERO);
                output.table(HandlerRows.of(declared, limits));
            }
            return 0;
        }

        private void print(List<List<String>> rows) {
            if (output.json()) {
                output.line(JsonRows.of(rows));
            } else {
                output.table(rows);
            }
        }
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Tell everything that is wrong with manifests, at once.",
            footer = {"", "Example:", "  actionbus handlers check --handlers examples/training"})
    static final class Check implements Callable<Integer> {
        @Mixin private Manifests manifests = new Manifests();

        @Override
        public Integer call() {
            int found = manifests.catalog().handlers().size();
            System.out.println("ok: " + found + " handlers, echo included");
            return 0;
        }
    }
}
