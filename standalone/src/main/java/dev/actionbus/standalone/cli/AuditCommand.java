package dev.actionbus.standalone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Check the event log instead of believing it.",
        footer = {
            "",
            "Examples:",
            "  actionbus audit show ID                           every event of an action",
            "  actionbus audit events --type ActionFailed        events of all actions, by many filters",
            "  actionbus audit verify                            is the log as signed?",
            "  actionbus audit checkpoint --export kept          keep it away from the bus",
            "  actionbus audit verify --checkpoint kept          what has changed since?",
            "  actionbus audit prove ID -o proof.json            for one action, as a file",
            "  actionbus audit verify --proof proof.json         needs no bus",
            "  actionbus audit reconcile                         does everything add up?",
            "  actionbus audit rebuild --compare                 is the view true?",
            "  actionbus audit keys rotate                       sign with a new key"
        },
        subcommands = {
            AuditShowCommand.class,
            AuditEventsCommand.class,
            AuditVerifyCommand.class,
            AuditCheckpointCommand.class,
            AuditProveCommand.class,
            AuditDumpCommand.class,
            ReconcileCommand.class,
            RebuildCommand.class,
            KeysCommand.class
        })
final class AuditCommand implements Runnable {

    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    private AuditCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which audit command?");
    }
}
