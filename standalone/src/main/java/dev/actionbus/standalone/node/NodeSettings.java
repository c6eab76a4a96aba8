package dev.actionbus.standalone.node;

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
 * @param httpPort on 127.0.0.1
 * @param manifests directories of handler manifests
 * @param timing leases and drains
 * @param signingKey the keys that sign checkpoints, the same for all ledgers of a bus; empty: this
 *     one has its own in its data
 */
public record NodeSettings(
        Set<Role> roles,
        Path data,
        ClusterSettings cluster,
        int httpPort,
        List<Path> manifests,
        Timing timing,
        Optional<Path> signingKey) {

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
