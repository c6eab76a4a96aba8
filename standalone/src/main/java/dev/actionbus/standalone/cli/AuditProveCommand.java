package dev.actionbus.standalone.cli;

import dev.actionbus.audit.check.ProofFile;
import dev.actionbus.audit.check.ProveAction;
import dev.actionbus.audit.log.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description =
                "Prove that the records of an action are in the log: a small file that"
                        + " audit verify --proof checks with no bus running.",
        footer = {
            "",
            "Example:",
            "  actionbus audit prove 2f1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f -o proof.json"
        })
final class AuditProveCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "Action id.")
    private String id = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to (default: standard output).")
    private @Nullable Path file;

    @Mixin private RawTopics kafka = new RawTopics();
    @Mixin private AuditKeys keys = new AuditKeys();

    @Override
    public Integer call() {
        List<VerifierKey> known = keys.known();
        ProveAction.Result result =
                kafka.read((scan, bar) -> ProveAction.run(scan, known, id, bar));
        if (result.file().isEmpty()) {
            throw result.uncovered() == 0
                    ? Failure.refused("ACTION_NOT_FOUND", "the log has no record of " + id, "")
                    : Failure.refused(
                            "NOT_SIGNED_YET",
                            "no note covers the records of " + id,
                            "a ledger signs within a second; try again");
        }
        ProofFile proof = result.file().orElseThrow();
        write(proof.json());
        if (result.uncovered() > 0) {
            System.err.println(
                    "note: " + result.uncovered() + " newer records are not signed yet, left out");
        }
        return 0;
    }

    private void write(String json) {
        if (file == null) {
            System.out.print(json);
            return;
        }
        try {
            Files.writeString(file, json);
            System.out.println(
                    "written: " + file + "; check it with: audit verify --proof " + file);
        } catch (IOException e) {
            throw Failure.environment("FILE_UNUSABLE", String.valueOf(e), "");
        }
    }
}
