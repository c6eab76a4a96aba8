package dev.actionbus.audit.app;

import dev.actionbus.wire.TopicLayout;
import dev.actionbus.wire.Topics;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.KafkaException;

/**
 * Where the ledgers of a cluster can be asked. Each says so in the client id of its consumer, so
 * Kafka's own group membership is the directory and nobody has to be told.
 */
final class LedgerHosts {

    private static final Pattern CLIENT_ID = Pattern.compile("ledger@([^@]+)@(\\d+)@.*");

    private static final int TIMEOUT_MS = 3_000;

    private LedgerHosts() {}

    static String clientId(ProjectorSettings settings) {
        return "ledger@" + settings.host().replaceFirst(":(\\d+)$", "@$1") + "@";
    }

    /** Base URLs, in no order; empty when no ledger runs. */
    static List<String> find(Admin admin, Topics topics) {
        String group = TopicLayout.ledgerGroup(topics);
        DescribeConsumerGroupsOptions briefly =
                new DescribeConsumerGroupsOptions().timeoutMs(TIMEOUT_MS);
        try {
            return admin
                    .describeConsumerGroups(List.of(group), briefly)
                    .all()
                    .get()
                    .values()
                    .stream()
                    .flatMap(description -> description.members().stream())
                    .map(MemberDescription::clientId)
                    .map(CLIENT_ID::matcher)
                    .filter(Matcher::matches)
                    .map(match -> "http://" + match.group(1) + ":" + match.group(2))
                    .distinct()
                    .toList();
        } catch (ExecutionException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
