package dev.actionbus.standalone.cli;

import dev.actionbus.audit.check.DumpLog;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "dump",
        mixinStandardHelpOptions = true,
        description =
                "Write the signed notes and the raw records as lines of JSON, for verifiers that"
                        + " are not ours: see docs/VERIFY.md and examples/verifier.",
        footer = {
            "",
            "Example:",
            "  actionbus audit dump log.jsonl && python3 verify.py log.jsonl VKEY"
        })
final class AuditDumpCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "Where to.")
    private Path file = Path.of("");

    @Mixin private RawTopics kafka = new RawTopics();

    @Override
    public Integer call() {
        long records = kafka.read((scan, bar) -> DumpLog.run(scan, file, bar));
        System.out.println(records + " records");
        return 0;
    }
}
