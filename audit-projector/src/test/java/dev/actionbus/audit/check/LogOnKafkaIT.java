package dev.actionbus.audit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.audit.check.Finding.Kind;
import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogEntry;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.LogKeys;
import dev.actionbus.audit.log.TreeHead;
import dev.actionbus.testkit.BusKafka;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The checks on a real broker, over transactions that were committed and aborted. */
final class LogOnKafkaIT {

    @RegisterExtension static final BusKafka KAFKA = BusKafka.inProcess();

    private static final int PARTITIONS = 2;
    private static final int TRANSACTIONS = 8;
    private static final int EACH = 5;
    private static final Path VERIFIER = Path.of("../examples/verifier/verify.py");

    @TempDir private Path directory;

    @SuppressWarnings("NullAway.Init") // made before each test
    private LogKeys keys;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Topics topics;

    private final Map<LogId, Frontier> trees = new HashMap<>();

    @BeforeEach
    void fillsALog() throws Exception {
        topics = KAFKA.freshTopics(PARTITIONS);
        createCheckpoints();
        keys = LogKeys.at(directory.resolve("log.key"), "actionbus/test");
        try (LogScan scan = scan();
                KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.initTransactions();
            for (int i = 0; i < TRANSACTIONS; i++) {
                write(producer, scan.logs().get(i % PARTITIONS), i);
            }
        }
    }

    @Test
    void allNotesFitTheRecomputedRoots() {
        Verification found = verified(List.of());

        assertThat(found.findings()).isEmpty();
        assertThat(found.logs()).hasSize(PARTITIONS);
        for (LogReport log : found.logs()) {
            assertThat(log.head()).isEqualTo(tree(log.log()).head());
            assertThat(log.signed()).isEqualTo(log.head().size());
            assertThat(log.rightNotes()).isEqualTo(TRANSACTIONS / PARTITIONS * 3 / 4);
        }
    }

    @Test
    void aScanTellsHowFarItIs() {
        long[] last = new long[2];
        try (LogScan scan = scan()) {
            scan.records(
                    (log, record) -> {},
                    (done, total) -> {
                        assertThat(done).isGreaterThan(last[0]);
                        last[0] = done;
                        last[1] = total;
                    });
        }
        assertThat(last[0]).isEqualTo(last[1]).isGreaterThan(TRANSACTIONS * EACH);
    }

    @Test
    void aNoteForOtherRecordsIsFound() {
        LogId log = firstLog();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.initTransactions();
            producer.beginTransaction();
            TreeHead wrong = new TreeHead(tree(log).size(), Hash.leaf(new byte[0]));
            var _ = producer.send(note(new Checkpoint(log, wrong)));
            producer.commitTransaction();
        }

        assertThat(verified(List.of()).findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.ROOT_DIFFERS);
        assertThatThrownBy(this::export).isInstanceOf(NotVerified.class);
        assertThat(directory.resolve("export")).isEmptyDirectory();
    }

    @Test
    void anExportFitsLaterAndFindsAnotherHistory() throws IOException {
        List<Checkpoint> written = export();
        Path export = directory.resolve("export");
        assertThat(written).hasSize(PARTITIONS);
        assertThat(ExportedLog.keys(export)).hasToString(keys.verifiers().toString());
        assertThat(verified(ExportedLog.read(export)).findings()).isEmpty();

        // The history somebody else once saw: with one more record, before record 4.
        LogId log = firstLog();
        CopiedLog.Bytes gone = new CopiedLog.Bytes(utf8("gone"), utf8("gone"));
        ExportedLog other = otherHistory(log, 4, gone);
        Verification found = verified(List.of(other));
        Difference first = found.logs().getFirst().difference().orElseThrow();
        assertThat(first.kind()).isEqualTo(Kind.RECORD_REMOVED);
        assertThat(first.ordinal()).isEqualTo(4);
        assertThat(found.findings().getFirst().text()).contains("record 4 of partition 0");
    }

    @Test
    void aProofIsCheckedOfflineAndOneChangedByteRefutesIt() {
        ProveAction.Result result;
        try (LogScan scan = scan()) {
            result = ProveAction.run(scan, keys.verifiers(), "action-2", Progress.NONE);
            assertThat(ProveAction.run(scan, keys.verifiers(), "nobody", Progress.NONE).file())
                    .isEmpty();
        }
        assertThat(result.uncovered()).isZero();
        String json = result.file().orElseThrow().json();
        ProofFile file = ProofFile.parse(json);
        assertThat(file.records()).hasSize(EACH);

        assertThat(CheckProof.check(file, keys.verifiers()))
                .isInstanceOf(CheckProof.Verdict.Right.class);
        assertThat(wrong(json.replaceFirst("\"ordinal\":\\d+", "\"ordinal\":0")))
                .isEqualTo("inclusion");
        assertThat(wrong(json.replaceFirst("\"value\":\"..", "\"value\":\"//")))
                .isEqualTo("inclusion");
        assertThat(wrong(json.replace("\"actionId\":\"action-2\"", "\"actionId\":\"action-3\"")))
                .isEqualTo("action");
        assertThat(wrong(json.replaceFirst("\\\\n\\d+\\\\n", "\\\\n7\\\\n")))
                .isEqualTo("signature");
    }

    @Test
    void theVerifierInPythonAgreesAndFindsAChangedByte() throws Exception {
        Path dump = directory.resolve("dump.jsonl");
        try (LogScan scan = scan()) {
            assertThat(DumpLog.run(scan, dump, Progress.NONE))
                    .isEqualTo(trees.values().stream().mapToLong(Frontier::size).sum());
        }
        Ran right = python(dump);
        assertThat(right.exitCode()).as(right.out()).isZero();
        for (Frontier tree : trees.values()) {
            assertThat(right.out())
                    .contains("size " + tree.size())
                    .contains("root " + tree.head().root().base64());
        }

        String text = Files.readString(dump);
        int event = text.indexOf("\"topic\":\"" + topics.events());
        int value = text.indexOf("\"value\":\"", event) + "\"value\":\"".length();
        char partition =
                text.charAt(text.indexOf("\"partition\":", event) + "\"partition\":".length());
        char other = text.charAt(value) == 'A' ? 'B' : 'A';
        Files.writeString(dump, text.substring(0, value) + other + text.substring(value + 1));
        Ran changed = python(dump);
        assertThat(changed.exitCode()).as(changed.out()).isEqualTo(1);
        assertThat(changed.out())
                .contains(topics.events() + "/" + partition + ": not the records signed at size 5");
    }

    private String wrong(String json) {
        return switch (CheckProof.check(ProofFile.parse(json), keys.verifiers())) {
            case CheckProof.Verdict.Wrong wrong -> wrong.check();
            case CheckProof.Verdict.Right _ -> "nothing";
        };
    }

    private Verification verified(List<ExportedLog> exports) {
        try (LogScan scan = scan()) {
            return VerifyLogs.run(scan, keys.verifiers(), exports, Progress.NONE);
        }
    }

    private List<Checkpoint> export() throws IOException {
        try (LogScan scan = scan()) {
            return ExportCheckpoints.run(
                    scan, keys.verifiers(), directory.resolve("export"), Progress.NONE);
        }
    }

    private LogId firstLog() {
        try (LogScan scan = scan()) {
            return scan.logs().getFirst();
        }
    }

    /** An export, signed with the same key, of a log that had one more record. */
    private ExportedLog otherHistory(LogId log, int at, CopiedLog.Bytes more) {
        List<LogRecord> records = new ArrayList<>();
        try (LogScan scan = scan()) {
            scan.records(
                    (it, record) -> {
                        if (it.equals(log)) {
                            records.add(record);
                        }
                    },
                    Progress.NONE);
        }
        records.add(at, new LogRecord(at, 0, more.key(), more.value()));
        Frontier tree = new Frontier();
        List<Hash> entries = new ArrayList<>();
        for (LogRecord record : records) {
            entries.add(record.entryAt(log, tree.size()));
            tree.append(Hash.leaf(entries.getLast().bytes()));
        }
        return new ExportedLog(
                keys.sign(new Checkpoint(log, tree.head())), Optional.of(Entries.of(entries)));
    }

    /** Every fourth transaction of a log is aborted and leaves no ordinal. */
    private void write(KafkaProducer<byte[], byte[]> producer, LogId log, int i) {
        boolean aborted = i / PARTITIONS % 4 == 3;
        producer.beginTransaction();
        for (int n = 0; n < EACH; n++) {
            byte[] key = utf8("action-" + i);
            byte[] value = n == 3 ? null : utf8("event " + n + " of " + i);
            var _ = producer.send(new ProducerRecord<>(log.topic(), log.partition(), key, value));
            if (!aborted) {
                append(log, key, value);
            }
        }
        if (aborted) {
            producer.flush();
            producer.abortTransaction();
        } else {
            var _ = producer.send(note(new Checkpoint(log, tree(log).head())));
            producer.commitTransaction();
        }
    }

    private void append(LogId log, byte[] key, byte @Nullable [] value) {
        Hash entry = LogEntry.of(log, tree(log).size(), key, value);
        tree(log).append(Hash.leaf(entry.bytes()));
    }

    private Frontier tree(LogId log) {
        return trees.computeIfAbsent(log, it -> new Frontier());
    }

    private ProducerRecord<byte[], byte[]> note(Checkpoint checkpoint) {
        return new ProducerRecord<>(
                topics.checkpoints(),
                checkpoint.log().partition(),
                utf8(checkpoint.log().origin()),
                utf8(keys.sign(checkpoint).format()));
    }

    private LogScan scan() {
        return LogScan.connect(Map.of("bootstrap.servers", KAFKA.bootstrapServers()), topics);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        ByteArraySerializer bytes = new ByteArraySerializer();
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        KAFKA.bootstrapServers(),
                        "transactional.id",
                        topics.prefix());
        return new KafkaProducer<>(settings, bytes, bytes);
    }

    private void createCheckpoints() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
            if (!admin.listTopics().names().get().contains(topics.checkpoints())) {
                admin.createTopics(
                                List.of(new NewTopic(topics.checkpoints(), PARTITIONS, (short) 1)))
                        .all()
                        .get();
            }
        }
    }

    private record Ran(int exitCode, String out) {}

    private Ran python(Path dump) throws IOException, InterruptedException {
        Path out = directory.resolve("python.out");
        Process process =
                new ProcessBuilder(
                                "python3",
                                VERIFIER.toString(),
                                dump.toString(),
                                keys.verifiers().getFirst().text())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), Files.readString(out));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
