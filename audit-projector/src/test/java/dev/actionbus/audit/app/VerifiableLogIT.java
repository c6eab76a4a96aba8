package dev.actionbus.audit.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.actionbus.action.ActionId;
import dev.actionbus.audit.EventRecord;
import dev.actionbus.audit.FoldedRows;
import dev.actionbus.audit.RowDigest;
import dev.actionbus.audit.app.LogQueries.Reply;
import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogEntry;
import dev.actionbus.audit.log.MerkleTree;
import dev.actionbus.audit.log.Proofs;
import dev.actionbus.audit.log.SignedNote;
import dev.actionbus.audit.log.Subtrees;
import dev.actionbus.audit.log.TreeHead;
import dev.actionbus.audit.log.VerifierKey;
import dev.actionbus.testkit.BusKafka;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The logs of a real ledger on a real broker, checked with nothing but hashes and a public key. */
final class VerifiableLogIT {

    private static final int ACTIONS = 250;

    @RegisterExtension static final BusKafka kafka = BusKafka.inProcess();

    @TempDir Path data;
    private ProjectorRig rig;

    @BeforeEach
    void openRig() {
        rig = new ProjectorRig(kafka, data);
    }

    @AfterEach
    void closeRig() {
        rig.close();
    }

    @Test
    void checkpointsProofsAndTilesAgree() throws Exception {
        try (Projector projector = rig.start("state")) {
            LedgerLogs logs = rig.logs(projector, "state");
            rig.complete(0, ACTIONS);
            List<SignedNote> notes = rig.awaitCheckpoints();
            List<VerifierKey> keys = keys(logs);

            for (int partition = 0; partition < ProjectorRig.HOMES; partition++) {
                SignedNote note = notes.get(partition);
                assertThat(keys.getFirst().verifies(note)).isTrue();
                Checkpoint checkpoint = Checkpoint.parse(note.text());
                assertThat(checkpoint.log()).isEqualTo(rig.log(partition));
                assertThat(checkpoint.head().size()).isGreaterThan(256);
                assertThat(ProjectorRig.text(ask(logs, new LogQuestion.LastCheckpoint(partition))))
                        .isEqualTo(note.format());
                assertThat(rootOfTiles(logs, partition, checkpoint.head().size()))
                        .isEqualTo(checkpoint.head().root());
            }
            everyActionIsProved(logs, keys);
        }
    }

    @Test
    void anActionsEventsAreListedWithTheirEntries() throws Exception {
        try (Projector projector = rig.start("state")) {
            LedgerLogs logs = rig.logs(projector, "state");
            rig.complete(0, 3);
            ActionId id = id(1);

            JsonNode events =
                    ProjectorRig.json(ask(logs, new LogQuestion.Events(id, Optional.empty())))
                            .path("events");

            assertThat(texts(events, "type"))
                    .containsExactly("ActionAccepted", "ActionCompleted", "DuplicateObserved");
            assertThat(texts(events, "by")).containsExactly("alice", "e1", "alice");
            for (JsonNode event : events) {
                int partition = event.path("partition").asInt();
                Reply tile =
                        ask(
                                logs,
                                new LogQuestion.Entries(
                                        partition,
                                        new TileName(0, event.path("ordinal").asInt() + 1)));
                assertThat(event.path("entry").asText()).isEqualTo(hexOfLast(tile.body()));
            }
            assertThat(ask(logs, new LogQuestion.Events(id(99), Optional.empty())).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void i11_aLostStateComesBackWithTheSameRootAndDigest() throws Exception {
        JsonNode before;
        try (Projector projector = rig.start("first")) {
            rig.complete(0, ACTIONS);
            var unused = rig.awaitCheckpoints();
            before =
                    ProjectorRig.json(ask(rig.logs(projector, "first"), new LogQuestion.Digests()));
        }
        for (JsonNode part : before.path("partitions")) {
            assertThat(part.toString())
                    .isEqualTo(digestFromTopic(part.path("partition").asInt()).toString());
        }
        try (Projector projector = rig.start("second")) {
            LedgerLogs logs = rig.logs(projector, "second");
            assertThat(ProjectorRig.json(ask(logs, new LogQuestion.Digests()))).isEqualTo(before);

            rig.complete(ACTIONS, ACTIONS + 5);
            var unused = rig.awaitCheckpoints();
            everyActionIsProved(logs, keys(logs));
            assertThat(projector.violations()).isEmpty();
        }
    }

    private void everyActionIsProved(LedgerLogs logs, List<VerifierKey> keys) throws IOException {
        for (int i = 0; i < ACTIONS; i += 17) {
            JsonNode proof = ProjectorRig.json(ask(logs, new LogQuestion.Proof(id(i))));
            SignedNote note = SignedNote.parse(proof.path("checkpoint").asText());
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            assertThat(keys.getFirst().verifies(note)).isTrue();
            assertThat(proof.path("records").size()).isEqualTo(3);
            for (JsonNode one : proof.path("records")) {
                long ordinal = one.path("ordinal").asLong();
                Hash entry =
                        LogEntry.of(
                                checkpoint.log(),
                                ordinal,
                                bytes(one.path("key")),
                                bytes(one.path("value")));
                List<Hash> path =
                        StreamSupport.stream(one.path("proof").spliterator(), false)
                                .map(hash -> Hash.ofBase64(hash.asText()))
                                .toList();
                TreeHead head = checkpoint.head();
                assertThat(
                                Proofs.includes(
                                        Hash.leaf(entry.bytes()),
                                        ordinal,
                                        head.size(),
                                        path,
                                        head.root()))
                        .isTrue();
            }
        }
    }

    private static Hash rootOfTiles(LedgerLogs logs, int partition, long size) {
        ByteArrayOutputStream leaves = new ByteArrayOutputStream();
        for (long tile = 0; tile * 256 < size; tile++) {
            int width = (int) Math.min(256, size - tile * 256);
            Reply hashes = ask(logs, new LogQuestion.Tile(partition, 0, new TileName(tile, width)));
            assertThat(hashes.body()).hasSize(width * Hash.BYTES);
            leaves.writeBytes(hashes.body());
        }
        byte[] all = leaves.toByteArray();
        Subtrees plain =
                new Subtrees() {
                    @Override
                    public Hash root(int height, long index) {
                        return height == 0
                                ? Hash.at(all, (int) index)
                                : Hash.node(
                                        root(height - 1, 2 * index),
                                        root(height - 1, 2 * index + 1));
                    }
                };
        Reply upper = ask(logs, new LogQuestion.Tile(partition, 1, new TileName(0, 1)));
        assertThat(Hash.at(upper.body(), 0)).isEqualTo(plain.root(8, 0));
        return new MerkleTree(size, plain).root();
    }

    /** Folded again by somebody who has only the topic. */
    private JsonNode digestFromTopic(int partition) {
        List<EventRecord> events =
                kafka.readAll(rig.topics().events()).stream()
                        .filter(it -> it.partition() == partition)
                        .map(it ->
                                new EventRecord(it.offset(), it.timestamp(), it.key(), it.value()))
                        .toList();
        RowDigest digest = FoldedRows.digest(rig.codec(), rig.log(partition), events);
        return JsonNodeFactory.instance
                .objectNode()
                .put("partition", partition)
                .put("size", digest.size())
                .put("digest", digest.digest().toString());
    }

    private static List<VerifierKey> keys(LedgerLogs logs) throws IOException {
        return StreamSupport.stream(
                        ProjectorRig.json(ask(logs, new LogQuestion.Logs()))
                                .path("keys")
                                .spliterator(),
                        false)
                .map(key -> VerifierKey.parse(key.asText()))
                .toList();
    }

    private static Reply ask(LedgerLogs logs, LogQuestion question) {
        return logs.ask(question, Reach.EVERYWHERE);
    }

    private static ActionId id(int number) {
        return new ActionId(ProjectorRig.request(number).getActionId());
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(it -> it.path(field).asText())
                .toList();
    }

    private static byte[] bytes(JsonNode base64) {
        return Base64.getDecoder().decode(base64.asText());
    }

    private static String hexOfLast(byte[] bundle) {
        byte[] last = new byte[Hash.BYTES];
        System.arraycopy(bundle, bundle.length - Hash.BYTES, last, 0, Hash.BYTES);
        return Hash.of(last).toString();
    }
}
