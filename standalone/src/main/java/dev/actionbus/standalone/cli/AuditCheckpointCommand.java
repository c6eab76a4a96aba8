package dev.actionbus.standalone.cli;

import dev.actionbus.audit.check.ExportCheckpoints;
import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.VerifierKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "checkpoint",
        mixinStandardHelpOptions = true,
        description =
                "Write down the latest signed note of every partition and the entries it stands"
                        + " for, after checking them. Keep the files where nobody who runs the bus"
                        + " can change them.",
        footer = {"", "Example:", "  actionbus audit checkpoint --export kept"})
final class AuditCheckpointCommand implements Callable<Integer> {

    @Option(
            names = "--export",
            paramLabel = "DIR",
            required = true,
            description = "Where to; made if it is not there.")
    private Path directory = Path.of("");

    @Mixin private RawTopics kafka = new RawTopics();
    @Mixin private AuditKeys keys = new AuditKeys();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        List<VerifierKey> known = keys.known();
        List<Checkpoint> written =
                kafka.read((scan, bar) -> ExportCheckpoints.run(scan, known, directory, bar));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PARTITION", "RECORDS", "ROOT", "FILE"));
        for (Checkpoint one : written) {
            String partition = String.valueOf(one.log().partition());
            rows.add(
                    List.of(
                            partition,
                            String.valueOf(one.head().size()),
                            one.head().root().base64(),
                            directory.resolve(partition + ".checkpoint").toString()));
        }
        if (output.json()) {
            output.line(JsonRows.of(rows));
        } else {
            output.table(rows);
        }
        return 0;
    }
}
