package dev.actionbus.standalone.cli;

import dev.actionbus.executor.handler.http.EgressRules;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where HTTP handlers may call; a manifest can not say that itself. */
final class EgressOptions {

    @Option(
            names = "--allow-egress",
            paramLabel = "NET|HOST",
            split = ",",
            description =
                    "HTTP handlers may call these besides public addresses: networks (10.0.0.0/8),"
                            + " addresses, host names; several with commas.")
    private List<String> allowed = List.of();

    @Option(
            names = "--egress-ports",
            paramLabel = "PORT",
            split = ",",
            description = "HTTP handlers may call these ports only (default: any).")
    private Set<Integer> ports = Set.of();

    EgressRules rules() {
        try {
            return EgressRules.of(allowed, ports);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(
                    "EGRESS_INVALID",
                    String.valueOf(e.getMessage()),
                    "for example: --allow-egress 127.0.0.1/32,scorer.internal");
        }
    }
}
