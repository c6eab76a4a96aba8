package dev.actionbus.standalone.cli;

import dev.actionbus.executor.handler.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "handlers",
        mixinStandardHelpOptions = true,
        description = "Look at handler manifests.",
        footer = {
            "",
            "Examples:",
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
            description = "List handlers with their settings.",
            footer = {"", "Example:", "  actionbus handlers ls --handlers examples/training"})
    static final class Ls implements Callable<Integer> {
        @Mixin private Manifests manifests = new Manifests();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("NAME", "VERSION", "KIND", "MODE", "TIMEOUT", "ATTEMPTS", "FROM"));
            for (Handler handler : manifests.catalog().handlers()) {
                rows.add(
                        List.of(
                                handler.name(),
                                String.valueOf(handler.version()),
                                handler.kind().name(),
                                handler.mode().name(),
                                handler.timeout().toSeconds() + "s",
                                String.valueOf(handler.retry().maxAttempts()),
                                handler.source().toString()));
            }
            if (output.json()) {
                output.line(JsonRows.of(rows));
            } else {
                output.table(rows);
            }
            return 0;
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
