package dev.actionbus.standalone.node;

import dev.actionbus.audit.app.Projector;
import dev.actionbus.embedded.broker.BrokerOptions;
import dev.actionbus.embedded.broker.EmbeddedBroker;
import dev.actionbus.embedded.registry.TopicSchemaRegistry;
import dev.actionbus.wire.HttpSchemaRegistry;
import dev.actionbus.wire.SchemaRegistry;
import dev.actionbus.wire.TopicLayout;
import dev.actionbus.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka this process works with, in its own JVM or elsewhere, with the bus's topics on it.
 *
 * @param broker the broker, if it is in this process
 * @param kafka client properties
 * @param registry where schemas have their ids
 * @param ownRegistry the registry, if this process serves it
 * @param home the cluster's id and the home partitions there are
 */
record Cluster(
        Optional<EmbeddedBroker> broker,
        Map<String, String> kafka,
        SchemaRegistry registry,
        Optional<TopicSchemaRegistry> ownRegistry,
        Admin admin,
        Projector.Home home)
        implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    private static final Duration REACHABLE = Duration.ofSeconds(10);

    static Cluster open(ClusterSettings settings, Path data) {
        return switch (settings) {
            case ClusterSettings.Embedded embedded -> embed(embedded, data);
            case ClusterSettings.Remote remote ->
                    connect(remote, Optional.empty(), remote.properties(), remote.replication());
        };
    }

    private static Cluster embed(ClusterSettings.Embedded settings, Path data) {
        EmbeddedBroker broker =
                EmbeddedBroker.start(
                        new BrokerOptions(
                                data.resolve("broker"), settings.port(), settings.durability()));
        try {
            Cluster cluster =
                    connect(
                            settings,
                            Optional.of(broker),
                            Map.of(
                                    CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                                    broker.bootstrapServers()),
                            (short) 1);
            cluster.forgetMembers(settings.topics());
            return cluster;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private static Cluster connect(
            ClusterSettings settings,
            Optional<EmbeddedBroker> broker,
            Map<String, String> properties,
            short replication) {
        Map<String, String> kafka = new HashMap<>(properties);
        kafka.keySet().removeIf(Cluster::isForRegistry);
        Admin admin = Admin.create(new HashMap<>(kafka));
        try {
            String id = reach(admin, properties);
            int homes =
                    new TopicLayout(
                                    settings.topics(),
                                    settings.partitions().homes(),
                                    settings.partitions().queues(),
                                    replication)
                            .provision(admin);
            Projector.Home home = new Projector.Home(id, homes);
            if (properties.containsKey(HttpSchemaRegistry.URL)) {
                SchemaRegistry registry = new HttpSchemaRegistry(properties);
                return new Cluster(broker, kafka, registry, Optional.empty(), admin, home);
            }
            TopicSchemaRegistry own = TopicSchemaRegistry.open(Map.copyOf(kafka));
            return new Cluster(broker, kafka, own, Optional.of(own), admin, home);
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /** Its id. */
    private static String reach(Admin admin, Map<String, String> properties) {
        String servers =
                properties.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "nowhere");
        try {
            return admin.describeCluster()
                    .clusterId()
                    .get(REACHABLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new NodeFailure(
                    "KAFKA_UNREACHABLE",
                    servers + " does not answer within " + REACHABLE.toSeconds() + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeFailure("INTERRUPTED", "interrupted while connecting to " + servers, e);
        }
    }

    /**
     * Whoever was a member before this broker's start has died with it or will join again; waiting
     * for its session to time out would only hold up the work.
     */
    private void forgetMembers(Topics topics) {
        for (String group :
                List.of(TopicLayout.ledgerGroup(topics), TopicLayout.executorGroup(topics))) {
            try {
                admin.removeMembersFromConsumerGroup(
                                group, new RemoveMembersFromConsumerGroupOptions())
                        .all()
                        .get();
            } catch (ExecutionException e) {
                log.debug("nobody to forget in {}: {}", group, e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new NodeFailure("INTERRUPTED", "interrupted while starting", e);
            }
        }
    }

    private static boolean isForRegistry(String property) {
        return property.startsWith("schema.registry.") || property.startsWith("basic.auth.");
    }

    @Override
    public void close() {
        ownRegistry.ifPresent(TopicSchemaRegistry::close);
        admin.close(Duration.ofSeconds(1));
        broker.ifPresent(EmbeddedBroker::close);
    }
}
