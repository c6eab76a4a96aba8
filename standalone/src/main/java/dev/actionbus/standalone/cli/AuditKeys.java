package dev.actionbus.standalone.cli;

import dev.actionbus.audit.check.ExportedLog;
import dev.actionbus.audit.log.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which keys may have signed: those given, or those the bus itself names. */
final class AuditKeys {

    @Option(
            names = "--key",
            paramLabel = "VKEY|FILE",
            description =
                    "A verifier key you trust, or a file of them; may be given more than once"
                            + " (default: what the bus at --url says its keys are).")
    private List<String> given = List.of();

    @Mixin private BusUrl bus = new BusUrl();

    /** Those of the command line; none if it has none. */
    List<VerifierKey> given() {
        List<VerifierKey> keys = new ArrayList<>();
        for (String one : given) {
            try {
                if (Files.exists(Path.of(one))) {
                    keys.addAll(ExportedLog.readKeys(Path.of(one)));
                } else {
                    keys.add(VerifierKey.parse(one));
                }
            } catch (IOException | IllegalArgumentException e) {
                throw Failure.usage(
                        "KEY_INVALID",
                        one + " is neither a verifier key nor a file of them: " + e.getMessage(),
                        "a key looks like actionbus/CLUSTER+1a2b3c4d+BASE64");
            }
        }
        return keys;
    }

    /** Those of the command line, else those of the bus. */
    List<VerifierKey> known() {
        List<VerifierKey> keys = given();
        if (keys.isEmpty()) {
            keys = served();
        }
        return keys;
    }

    private List<VerifierKey> served() {
        List<VerifierKey> keys = new ArrayList<>();
        try {
            bus.get("/v1/audit/logs", Duration.ZERO)
                    .path("keys")
                    .forEach(it -> keys.add(VerifierKey.parse(it.asText())));
        } catch (Failure e) {
            throw Failure.environment(
                    "KEY_UNKNOWN",
                    "the bus does not tell its keys: " + e.getMessage(),
                    "give the verifier key with --key, or the bus with --url");
        }
        if (keys.isEmpty()) {
            throw Failure.environment("KEY_UNKNOWN", "the bus names no key", "give one by --key");
        }
        return keys;
    }
}
