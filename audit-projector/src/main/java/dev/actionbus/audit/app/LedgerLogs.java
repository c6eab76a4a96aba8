package dev.actionbus.audit.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.audit.AuditView;
import dev.actionbus.wire.RecordCodec;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/** The logs of a process that holds some of them; the others are asked for theirs. */
public final class LedgerLogs implements LogQueries {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int homes;
    private final LocalLogs local;
    private final Peers peers;
    private final RemoteLogs remote = new RemoteLogs(List::of);

    /**
     * @param homes number of home partitions
     */
    public LedgerLogs(
            Projector projector, ProjectorSettings settings, RecordCodec codec, int homes) {
        this.homes = homes;
        local = new LocalLogs(projector, codec);
        peers = Peers.of(projector, settings, homes);
    }

    @Override
    public Reply ask(LogQuestion question, boolean hereOnly) {
        if (question instanceof LogQuestion.Search search && !hereOnly) {
            return page(search);
        }
        try {
            Reply mine = local.answer(question);
            return hereOnly ? mine : all(question, mine);
        } catch (AuditView.NotHere e) {
            return hereOnly ? RemoteLogs.unavailable("not here") : elsewhere(question);
        } catch (KafkaException e) {
            return RemoteLogs.unavailable("Kafka does not answer: " + e.getMessage());
        }
    }

    private Reply all(LogQuestion question, Reply mine) {
        return switch (question) {
            case LogQuestion.Logs _ -> merged(question, mine);
            case LogQuestion.Digests _ -> merged(question, mine);
            case LogQuestion.LastCheckpoint _,
                    LogQuestion.Tile _,
                    LogQuestion.Entries _,
                    LogQuestion.Events _,
                    LogQuestion.Search _,
                    LogQuestion.Proof _ ->
                    mine;
        };
    }

    /** A page of what is found in every partition, each told by one process that holds it. */
    private Reply page(LogQuestion.Search question) {
        EventPage page = new EventPage(question.query(), homes);
        try {
            Reply mine = ask(question, true);
            if (mine.status() != Reply.OK && mine.status() != Problem.UNAVAILABLE) {
                return mine;
            }
            page.add(mine);
            for (String other : page.isWhole() ? List.<String>of() : peers.others()) {
                page.add(remote.askPart(other, question));
            }
            return page.isWhole() ? page.reply() : RemoteLogs.unavailable("partitions are moving");
        } catch (IOException e) {
            return RemoteLogs.unavailable("a ledger does not speak JSON");
        }
    }

    private Reply elsewhere(LogQuestion question) {
        return peers.others().stream()
                .map(other -> remote.askPart(other, question))
                .filter(answer -> answer.status() != Problem.UNAVAILABLE)
                .findFirst()
                .orElseGet(() -> RemoteLogs.unavailable("the partition is moving"));
    }

    /** The lists of all processes, each as its own members. */
    private Reply merged(LogQuestion question, Reply mine) {
        if (!peers.everyPartitionHasAHome()) {
            return RemoteLogs.unavailable("partitions are moving");
        }
        try {
            ObjectNode whole = (ObjectNode) JSON.readTree(mine.body());
            for (String other : peers.others()) {
                Reply part = remote.askPart(other, question);
                if (part.status() != Reply.OK) {
                    return RemoteLogs.unavailable("a ledger does not tell its part");
                }
                add(whole, JSON.readTree(part.body()));
            }
            return new Reply(Reply.OK, mine.type(), JSON.writeValueAsBytes(whole));
        } catch (IOException e) {
            return RemoteLogs.unavailable("a ledger does not speak JSON");
        }
    }

    private static void add(ObjectNode whole, JsonNode part) {
        whole.properties()
                .forEach(list -> {
                    ArrayNode all = (ArrayNode) list.getValue();
                    for (JsonNode one : part.path(list.getKey())) {
                        if (!all.valueStream().anyMatch(one::equals)) {
                            all.add(one);
                        }
                    }
                });
    }
}
