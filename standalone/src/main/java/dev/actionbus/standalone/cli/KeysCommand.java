package dev.actionbus.standalone.cli;

import dev.actionbus.audit.log.LogKey;
import dev.actionbus.audit.log.LogKeys;
import dev.actionbus.embedded.broker.DirectoryInUse;
import dev.actionbus.embedded.broker.DirectoryLock;
import dev.actionbus.standalone.node.NodeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = {
            "List the public keys of a bus, newest first: current and previous sign, retired ones"
                    + " have signed before.",
            "Reads the bus's directory; the bus may run or not."
        },
        footer = {"", "Examples:", "  actionbus audit keys", "  actionbus audit keys rotate"},
        subcommands = KeysCommand.Rotate.class)
final class KeysCommand implements Callable<Integer> {

    @Mixin private KeyFile file = new KeyFile();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        print(output, file.read());
        return 0;
    }

    private static void print(Output output, LogKeys keys) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("STATE", "SINCE", "ID", "NAME", "KEY"));
        for (LogKey key : keys.all()) {
            rows.add(
                    List.of(
                            state(key, rows.size() == 1),
                            key.since().map(Instant::toString).orElse("the first note"),
                            key.verifier().keyId(),
                            key.verifier().name(),
                            key.verifier().text()));
        }
        if (output.json()) {
            output.line(JsonRows.of(rows));
        } else {
            output.table(rows);
        }
    }

    private static String state(LogKey key, boolean first) {
        if (first) {
            return "current";
        }
        return key.signer().isPresent() ? "previous" : "retired";
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "Make a new signing key. The bus must not run; from its next start on the new key"
                        + " signs, and the one before it as well, so that whoever trusts that one"
                        + " can learn the new one.",
                "Exit code 4: the bus runs, or has no key yet."
            },
            footer = {"", "Example:", "  actionbus audit keys rotate --data .actionbus"})
    static final class Rotate implements Callable<Integer> {

        @Mixin private KeyFile file = new KeyFile();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            print(output, file.rotate());
            if (!output.json()) {
                output.line("The new key signs from the next start of the bus on.");
            }
            return 0;
        }
    }

    /** The keys in the directory of a bus. */
    static final class KeyFile {

        @Option(
                names = "--data",
                paramLabel = "DIR",
                defaultValue = ".actionbus",
                description = "The directory of the bus (default: ${DEFAULT-VALUE}).")
        private Path data = Path.of("");

        LogKeys read() {
            return using(LogKeys::read);
        }

        LogKeys rotate() {
            return using(path -> {
                try (DirectoryLock _ = DirectoryLock.take(data)) {
                    return LogKeys.rotate(path, Instant.now());
                }
            });
        }

        private interface Use {
            LogKeys keys(Path path) throws IOException;
        }

        private LogKeys using(Use use) {
            Path path = NodeSettings.signingKeys(data);
            if (!Files.exists(path)) {
                throw Failure.refused(
                        "KEY_MISSING",
                        path + " is not there",
                        "a ledger makes its key at its first start; where are its data? --data");
            }
            try {
                return use.keys(path);
            } catch (DirectoryInUse e) {
                throw Failure.refused(
                        "DATA_IN_USE",
                        String.valueOf(e.getMessage()),
                        "stop the bus first: it signs with the keys that it has read at its start");
            } catch (IOException e) {
                throw Failure.environment("KEY_UNUSABLE", String.valueOf(e.getMessage()), "");
            }
        }
    }
}
