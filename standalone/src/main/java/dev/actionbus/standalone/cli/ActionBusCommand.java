package dev.actionbus.standalone.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code actionbus}: the verbs and what they have in common. */
@Command(
        name = "actionbus",
        mixinStandardHelpOptions = true,
        versionProvider = ActionBusCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Execute, audit and repeat atomic actions, on Kafka.",
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 usage, 3 environment, 4 refused, 5 not as recorded.",
            "",
            "First steps:",
            "  actionbus demo                                 a training pipeline, end to end",
            "  actionbus up                                   the whole bus in one process",
            "  actionbus submit echo -p hello=world --wait    an action, and its result"
        },
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            SubmitCommand.class,
            GetCommand.class,
            WaitCommand.class,
            ListCommand.class,
            CancelCommand.class,
            RetryCommand.class,
            RedriveCommand.class,
            DeadLettersCommand.class,
            KeyCommand.class,
            ScheduleCommand.class,
            TailCommand.class,
            WorkflowCommand.class,
            AuditCommand.class,
            LineageCommand.class,
            HandlersCommand.class,
            ReplayCommand.class,
            BenchCommand.class,
            TrainCommand.class,
            CommandLine.HelpCommand.class
        })
public final class ActionBusCommand implements Runnable {

    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    private ActionBusCommand() {}

    /** Runs one command line and returns its exit code. */
    public static int run(String... args) {
        CommandLine line =
                new CommandLine(new ActionBusCommand())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setUsageHelpAutoWidth(true)
                        .setParameterExceptionHandler(ActionBusCommand::onMisuse)
                        .setExecutionExceptionHandler((e, cmd, parsed) -> onFailure(e, cmd));
        return line.execute(args);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
    }

    private static int onMisuse(CommandLine.ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("error[USAGE]: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println(
                    "  hint: see "
                            + e.getCommandLine().getCommandSpec().qualifiedName()
                            + " --help");
        }
        return Failure.USAGE;
    }

    private static int onFailure(Exception e, CommandLine line) {
        if (e instanceof Failure failure) {
            line.getErr().println(failure.text());
            return failure.exitCode();
        }
        line.getErr().println("error[UNEXPECTED]: " + e);
        line.getErr().println("  hint: this is a defect; please report it with the command line");
        return 1;
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ActionBusCommand.class.getPackage().getImplementationVersion();
            return new String[] {"actionbus " + (version == null ? "development" : version)};
        }
    }
}
