package dev.actionbus.audit.check;

import dev.actionbus.audit.EventRecord;
import dev.actionbus.audit.RowDigest;
import dev.actionbus.audit.ViewFold;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes the audit view anew from the first event, with the fold that also makes the live one, one
 * partition after the other in a scratch directory that is taken away again.
 */
public final class RebuildView {

    /** As many records as there are. */
    public static final long ALL = Long.MAX_VALUE;

    private final Topics topics;
    private final RecordCodec codec;
    private final Path scratch;

    /**
     * @param scratch a directory with room for the view of one partition
     */
    public RebuildView(Topics topics, RecordCodec codec, Path scratch) {
        this.topics = topics;
        this.codec = codec;
        this.scratch = scratch;
    }

    /**
     * @param client properties of Kafka's clients, at least {@code bootstrap.servers}
     * @param sizes how many records of a partition to fold; {@link #ALL} for one that is not named
     * @throws IOException the scratch directory can not be used
     * @throws KafkaException Kafka does not answer, or has no events
     */
    public List<RebuiltView> run(
            Map<String, Object> client, Map<Integer, Long> sizes, Progress progress)
            throws IOException {
        try (Admin admin = Admin.create(client);
                CommittedPass pass = new CommittedPass(client)) {
            String cluster = AskAdmin.get(admin.describeCluster().clusterId());
            List<TopicPartition> partitions = pass.partitions(topics.events());
            TopicOffsets begins = pass.begins(partitions);
            TopicOffsets ends = AskAdmin.ends(admin, partitions);
            long total = begins.upTo(ends, partitions);
            long before = 0;
            List<RebuiltView> views = new ArrayList<>();
            for (TopicPartition partition : partitions) {
                long passed = before;
                Wanted wanted =
                        new Wanted(
                                new LogId(cluster, partition.topic(), partition.partition()),
                                ends.at(partition),
                                sizes.getOrDefault(partition.partition(), ALL));
                views.add(rebuild(pass, wanted, (done, one) -> progress.at(passed + done, total)));
                before += ends.at(partition) - begins.at(partition);
            }
            return views;
        }
    }

    /**
     * A view to make.
     *
     * @param end offset behind the last event
     * @param size events at most
     */
    private record Wanted(LogId log, long end, long size) {}

    private RebuiltView rebuild(CommittedPass pass, Wanted wanted, Progress progress)
            throws IOException {
        try (ScratchRows rows = ScratchRows.in(scratch)) {
            ViewFold fold = new ViewFold(codec, wanted.log(), rows);
            TopicPartition partition =
                    new TopicPartition(wanted.log().topic(), wanted.log().partition());
            long end = wanted.size() > 0 ? wanted.end() : 0;
            pass.read(
                    List.of(partition),
                    new TopicOffsets(Map.of(partition, end)),
                    event -> {
                        fold.add(
                                new EventRecord(
                                        event.offset(),
                                        Math.max(0, event.timestamp()),
                                        event.key(),
                                        event.value()));
                        return fold.tree().size() < wanted.size();
                    },
                    progress);
            RowDigest digest = rows.digest();
            return new RebuiltView(
                    partition.partition(), digest.size(), digest.digest().toString());
        }
    }
}
