package dev.actionbus.standalone.cli;

import dev.actionbus.embedded.broker.BrokerStartFailed;
import dev.actionbus.executor.handler.Handler;
import dev.actionbus.executor.handler.LiveHandlers;
import dev.actionbus.standalone.http.Serving;
import dev.actionbus.standalone.node.ClusterSettings;
import dev.actionbus.standalone.node.Node;
import dev.actionbus.standalone.node.NodeFailure;
import dev.actionbus.standalone.node.NodeSettings;
import dev.actionbus.standalone.node.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Run the bus: everything in one process, or a part of it on your Kafka.",
        footer = {
            "",
            "Examples:",
            "  actionbus up --handlers examples/training",
            "  actionbus up --handlers examples/http-service --allow-egress 127.0.0.1/32",
            "  actionbus up --kafka kafka:9092 --replication 3",
            "  actionbus up --kafka kafka:9092 --roles executor --handlers handlers"
        })
final class UpCommand implements Callable<Integer> {

    @Option(
            names = "--port",
            paramLabel = "N",
            description =
                    "HTTP port on 127.0.0.1; 0 picks a free one"
                            + " (default: 8080; 0 for a part without the gateway).")
    private @Nullable Integer port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "What must survive a restart (default: .actionbus).")
    private @Nullable Path data;

    @Option(
            names = "--roles",
            paramLabel = "ROLE",
            split = ",",
            description = "gateway, ledger, executor; several with commas (default: all).")
    private Set<Role> roles = EnumSet.allOf(Role.class);

    @Option(
            names = "--handlers",
            paramLabel = "DIR",
            description = "Directory of handler manifests; may be given more than once.")
    private List<Path> handlers = List.of();

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            defaultValue = "15s",
            converter = Durations.class,
            description = "An attempt that is silent for longer is lost (default: 15s).")
    private Duration lease = Duration.ofSeconds(15);

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            defaultValue = "4s",
            converter = Durations.class,
            description = "Running attempts may go on so long at a stop (default: 4s).")
    private Duration drain = Duration.ofSeconds(4);

    @Option(
            names = "--signing-key",
            paramLabel = "FILE",
            description =
                    "Signs checkpoints; made if it is not there. Ledgers that share the work share"
                            + " the key (default: keys/log.key in the data directory).")
    private @Nullable Path signingKey;

    @Option(
            names = "--callback-key",
            paramLabel = "FILE",
            description =
                    "Signs callback tokens; made if it is not there. Gateways and executors share"
                            + " it (default: keys/callback.key in the data directory).")
    private @Nullable Path callbackKey;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description =
                    "By which others reach the gateway, for handlers that hand it on"
                            + " (default: http://127.0.0.1:PORT beside a gateway).")
    private @Nullable URI publicUrl;

    @Mixin private PayloadOptions payloads = new PayloadOptions();
    @Mixin private EgressOptions egress = new EgressOptions();
    @Mixin private KafkaOptions kafka = new KafkaOptions();

    @Override
    public Integer call() {
        long begin = System.nanoTime();
        Path directory = data == null ? kafka.defaultData(roles) : data;
        LiveHandlers live = Catalogs.live(handlers, directory.resolve("workspace"), egress.rules());
        boolean gateway = roles.contains(Role.GATEWAY);
        int http = FreePort.choose(port == null ? (gateway ? 8080 : 0) : port);
        NodeSettings settings =
                new NodeSettings(
                        roles,
                        directory,
                        kafka.cluster(),
                        new NodeSettings.Http(http, Optional.ofNullable(publicUrl)),
                        handlers,
                        new NodeSettings.Timing(lease, drain),
                        new NodeSettings.Shared(
                                Optional.ofNullable(signingKey),
                                Optional.ofNullable(callbackKey),
                                payloads.location()));
        Node node = start(settings, live);
        Serving.serve(node, () -> announce(node, Duration.ofNanos(System.nanoTime() - begin)));
        return 0;
    }

    static Node start(NodeSettings settings, LiveHandlers live) {
        try {
            return Node.start(settings, live);
        } catch (NodeFailure e) {
            throw Failure.environment(e.code(), String.valueOf(e.getMessage()), hint(e.code()));
        } catch (BrokerStartFailed e) {
            throw Failure.environment(
                    "BROKER_NOT_STARTED",
                    e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause().getMessage()),
                    "is the port free? choose another with --kafka-port");
        }
    }

    private static String hint(String code) {
        return switch (code) {
            case "DATA_IN_USE" -> "stop that process, or give this one a directory with --data";
            case "DATA_LAYOUT" ->
                    "open it with the program that made it; begin anew with another --data";
            case "KEY_UNUSABLE" ->
                    "put back the signing key of this log; without any, a new one is made";
            case "CALLBACK_KEY_UNUSABLE" ->
                    "give gateways and executors the same file with --callback-key";
            case "KAFKA_UNREACHABLE" -> "check --kafka; leave it out to run a broker in here";
            case "TOPICS_MISMATCH" -> "the number of partitions is fixed when topics are made";
            default -> "";
        };
    }

    private static void announce(Node node, Duration took) {
        NodeSettings settings = node.settings();
        String http = "http://127.0.0.1:" + settings.httpPort();
        List<String> names =
                node.handlers().get().handlers().stream().map(Handler::name).distinct().toList();
        String where =
                switch (settings.cluster()) {
                    case ClusterSettings.Embedded own ->
                            "in this process, durability "
                                    + own.durability().name().toLowerCase(Locale.ROOT);
                    case ClusterSettings.Remote _ -> "not in this process";
                };
        System.out.printf(Locale.ROOT, "Action Bus is ready in %.1f s%n", took.toMillis() / 1000.0);
        System.out.println("  roles     " + lower(settings.roles()));
        System.out.println("  http      " + http + "  (POST /v1/actions, /q/health, /q/openapi)");
        System.out.println("  kafka     " + node.bootstrapServers() + "  (" + where + ")");
        node.registry().ifPresent(r -> System.out.println("  registry  " + http));
        System.out.println("  data      " + settings.data());
        if (settings.roles().contains(Role.EXECUTOR)) {
            System.out.println("  handlers  " + String.join(", ", names));
        }
        System.out.println("Stop it with Ctrl-C. Try: actionbus submit echo -p hello=world --wait");
        System.out.flush();
    }

    private static String lower(Set<Role> roles) {
        return String.join(
                ", ", roles.stream().sorted().map(r -> r.name().toLowerCase(Locale.ROOT)).toList());
    }
}
