package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.actionbus.audit.check.CheckProof;
import dev.actionbus.audit.check.ExportedLog;
import dev.actionbus.audit.check.ProofFile;
import dev.actionbus.audit.check.Verification;
import dev.actionbus.audit.check.VerifyLogs;
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

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Recompute the tree of every partition from raw bytes and compare it with every signed"
                    + " note; with an export made earlier, name the first record that was changed,"
                    + " removed or inserted. With a proof file, check that alone, offline.",
            "Exit code 5: something is wrong."
        },
        footer = {
            "",
            "Examples:",
            "  actionbus audit verify --key log.vkey",
            "  actionbus audit verify --checkpoint kept",
            "  actionbus audit verify --proof proof.json --key log.vkey"
        })
final class AuditVerifyCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE|DIR",
            description =
                    "An export, or one checkpoint of it; its keys count if --key is not given.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--proof",
            paramLabel = "FILE",
            description = "Check this proof; needs no bus. Its own keys count without --key.")
    private @Nullable Path proof;

    @Mixin private RawTopics kafka = new RawTopics();
    @Mixin private AuditKeys keys = new AuditKeys();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        if (proof != null) {
            return proof(proof);
        }
        List<ExportedLog> exports = checkpoint == null ? List.of() : exports(checkpoint);
        List<VerifierKey> known = known();
        Verification verification =
                kafka.read((scan, bar) -> VerifyLogs.run(scan, known, exports, bar));
        if (output.json()) {
            output.line(AuditText.json(verification));
        } else {
            output.table(AuditText.table(verification));
        }
        if (!verification.isRight()) {
            throw AuditText.failure(verification.findings());
        }
        return 0;
    }

    private List<VerifierKey> known() {
        List<VerifierKey> given = keys.given();
        try {
            if (given.isEmpty() && checkpoint != null) {
                given = ExportedLog.keys(checkpoint);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
        return given.isEmpty() ? keys.known() : given;
    }

    private int proof(Path path) {
        ProofFile file;
        try {
            file = ProofFile.parse(Files.readString(path));
        } catch (IOException e) {
            throw unusable(e);
        } catch (IllegalArgumentException e) {
            throw Failure.unverified("PROOF_UNREADABLE", path + ": " + e.getMessage(), "");
        }
        List<VerifierKey> given = keys.given();
        return switch (CheckProof.check(file, given.isEmpty() ? file.keys() : given)) {
            case CheckProof.Verdict.Right right -> proven(file, right, given.isEmpty());
            case CheckProof.Verdict.Wrong wrong ->
                    throw Failure.unverified(
                            "PROOF_WRONG",
                            path
                                    + ": the check of its "
                                    + wrong.check()
                                    + " failed: "
                                    + wrong.text(),
                            "");
        };
    }

    private int proven(ProofFile file, CheckProof.Verdict.Right right, boolean ownKeys) {
        if (output.json()) {
            output.line(
                    JSON.createObjectNode()
                            .put("verified", true)
                            .put("actionId", file.actionId())
                            .put("records", file.records().size())
                            .put("origin", right.checkpoint().log().origin())
                            .put("size", right.checkpoint().head().size())
                            .put("key", right.signer().text())
                            .toString());
            return 0;
        }
        int count = file.records().size();
        output.line(
                (count == 1 ? "1 record" : count + " records")
                        + " of action "
                        + file.actionId()
                        + ": in the log");
        output.line("  log        " + right.checkpoint().log().origin());
        output.line("  size       " + right.checkpoint().head().size());
        output.line("  root       " + right.checkpoint().head().root().base64());
        output.line("  signed by  " + right.signer().text());
        if (ownKeys) {
            output.line(
                    "             (the file's own key: compare it with one you trust, or --key)");
        }
        file.records()
                .forEach(it ->
                        output.line(
                                "  ordinal    "
                                        + it.record().ordinal()
                                        + "  offset "
                                        + it.record().offset()));
        return 0;
    }

    private static List<ExportedLog> exports(Path place) {
        try {
            return ExportedLog.read(place);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static Failure unusable(IOException e) {
        return Failure.usage("FILE_UNUSABLE", String.valueOf(e), "");
    }
}
