package dev.actionbus.executor.handler.http;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where an executor may send requests: public addresses, and what its operator allows besides. A
 * manifest can not widen it.
 *
 * <p>An allowed network says what may be connected to, whatever its name. An allowed name trusts
 * whoever answers for that name in DNS.
 */
public final class EgressRules {

    /** Public addresses on any port. */
    public static final EgressRules PUBLIC_ONLY = of(List.of(), Set.of());

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    private final List<Network> networks;
    private final Set<String> names;
    private final Set<Integer> ports;

    private EgressRules(List<Network> networks, Set<String> names, Set<Integer> ports) {
        this.networks = List.copyOf(networks);
        this.names = Set.copyOf(names);
        this.ports = Set.copyOf(ports);
    }

    /**
     * @param allowed networks such as {@code 10.0.0.0/8}, addresses, or host names
     * @param ports the only ones; none: any
     * @throws IllegalArgumentException naming the entry that is none of these
     */
    public static EgressRules of(List<String> allowed, Set<Integer> ports) {
        List<Network> networks =
                allowed.stream().flatMap(entry -> Network.parse(entry).stream()).toList();
        Set<String> names = new HashSet<>();
        for (String entry : allowed) {
            if (Network.parse(entry).isEmpty()) {
                names.add(name(entry));
            }
        }
        for (int port : ports) {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
            }
        }
        return new EgressRules(networks, names, ports);
    }

    private static String name(String entry) {
        String name = entry.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches() || Literals.looksNumeric(name)) {
            throw new IllegalArgumentException(
                    Excerpt.line(entry) + " is not a network, such as 10.0.0.0/8, nor a host name");
        }
        return name;
    }

    /** What speaks against it before any name is resolved. */
    public Optional<String> objection(Target target) {
        if (!ports.isEmpty() && !ports.contains(target.port())) {
            return Optional.of("port " + target.port() + " is not allowed");
        }
        if (names.contains(target.host())) {
            return Optional.empty();
        }
        return Literals.address(target.host())
                .map(address -> objection(target, address))
                .orElseGet(() -> ofLocalName(target.host()));
    }

    /** RFC 6761: these are this machine, whatever a name service says. */
    private Optional<String> ofLocalName(String host) {
        boolean local = host.equals("localhost") || host.endsWith(".localhost");
        boolean loopbackAllowed =
                networks.stream().anyMatch(n -> n.contains(InetAddress.getLoopbackAddress()));
        return local && !loopbackAllowed ? Optional.of(host + " is loopback") : Optional.empty();
    }

    /** What speaks against connecting to an address that the target's name resolved to. */
    Optional<String> objection(Target target, InetAddress address) {
        if (names.contains(target.host())
                || networks.stream().anyMatch(network -> network.contains(address))) {
            return Optional.empty();
        }
        return SpecialAddresses.kind(address)
                .map(kind -> "%s is %s".formatted(address.getHostAddress(), kind));
    }
}
