package dev.actionbus.standalone.node;

import dev.actionbus.payload.PayloadLocation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How one process of the bus runs.
 *
 * @param roles what it is
 * @param data where it keeps what must survive it
 * @param cluster which Kafka
 * @param http where it answers
 * @param manifests directories of handler manifests
 * @param timing leases and drains
 * @param shared what processes of one bus share
 */
public record NodeSettings(
        Set<Role> roles,
        Path data,
        ClusterSettings cluster,
        Http http,
        List<Path> manifests,
        Timing timing,
        Shared shared) {

    public NodeSettings {
        roles = Set.copyOf(roles);
        data = data.toAbsolutePath().normalize();
        manifests = List.copyOf(manifests);
    }

    /**
     * @param lease an attempt that is silent for longer is lost
     * @param drain how long running attempts may go on when the process is told to stop
     */
    public record Timing(Duration lease, Duration drain) {}

    /**
     * @param port on 127.0.0.1
     * @param publicUrl by which others reach the gateway; empty: only from this machine, if it is
     *     one
     */
    public record Http(int port, Optional<URI> publicUrl) {

        public static Http local(int port) {
            return new Http(port, Optional.empty());
        }
    }

    /**
     * What is empty is in the process's own data.
     *
     * @param signing file of the keys that sign checkpoints, the same for all ledgers of a bus
     * @param callback file of the key of callback tokens, the same for all gateways and executors
     * @param payloads where large params and results are, the same for all gateways and executors
     */
    public record Shared(
            Optional<Path> signing, Optional<Path> callback, Optional<PayloadLocation> payloads) {

        public static final Shared OWN =
                new Shared(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** On 127.0.0.1. */
    public int httpPort() {
        return http.port();
    }

    /** Where callbacks go; empty: this process does not know it. */
    Optional<URI> callbackUrl() {
        Optional<URI> own =
                roles.contains(Role.GATEWAY)
                        ? Optional.of(URI.create("http://127.0.0.1:" + http.port()))
                        : Optional.empty();
        return http.publicUrl()
                .or(() -> own)
                .map(url -> URI.create(url.toString().replaceAll("/+$", "") + "/v1/callbacks"));
    }

    Path callbackKey() {
        return shared.callback().orElseGet(() -> data.resolve("keys").resolve("callback.key"));
    }

    PayloadLocation payloads() {
        return shared.payloads()
                .orElseGet(() -> new PayloadLocation.Directory(data.resolve("payloads")));
    }

    Path workspace() {
        return data.resolve("workspace");
    }

    Path ledgerState() {
        return data.resolve("ledger");
    }

    /** Where a ledger with this directory keeps the keys that it signs with. */
    public static Path signingKeys(Path data) {
        return data.resolve("keys").resolve("log.key");
    }
}
