package dev.actionbus.executor.handler.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are not of the public internet, after IANA's registries of special-purpose
 * addresses (RFC 6890). Of IPv6 only 2000::/3 is public at all; what carries an IPv4 address inside
 * (NAT64, 6to4, Teredo) is not, as it leads to wherever that address does.
 */
final class SpecialAddresses {

    private static final List<Special> ALL =
            List.of(
                    special("0.0.0.0/8", "unspecified"),
                    special("10.0.0.0/8", "private"),
                    special("100.64.0.0/10", "carrier-grade NAT"),
                    special("127.0.0.0/8", "loopback"),
                    special("169.254.0.0/16", "link-local"),
                    special("172.16.0.0/12", "private"),
                    special("192.0.0.0/24", "reserved"),
                    special("192.0.2.0/24", "documentation"),
                    special("192.88.99.0/24", "6to4"),
                    special("192.168.0.0/16", "private"),
                    special("198.18.0.0/15", "benchmarking"),
                    special("198.51.100.0/24", "documentation"),
                    special("203.0.113.0/24", "documentation"),
                    special("224.0.0.0/4", "multicast"),
                    special("240.0.0.0/4", "reserved"),
                    special("::/128", "unspecified"),
                    special("::1/128", "loopback"),
                    special("64:ff9b::/96", "NAT64"),
                    special("64:ff9b:1::/48", "NAT64"),
                    special("fc00::/7", "unique local"),
                    special("fe80::/10", "link-local"),
                    special("ff00::/8", "multicast"),
                    special("2001::/32", "Teredo"),
                    special("2001::/23", "reserved"),
                    special("2001:db8::/32", "documentation"),
                    special("2002::/16", "6to4"),
                    special("3fff::/20", "documentation"));
    private static final Network PUBLIC_V6 = network("2000::/3");

    private SpecialAddresses() {}

    private record Special(Network network, String what) {}

    /** What kind of address it is; empty for a public one. */
    static Optional<String> kind(InetAddress address) {
        Optional<String> known =
                ALL.stream()
                        .filter(s -> s.network().contains(address))
                        .map(Special::what)
                        .findFirst();
        boolean reserved = address instanceof Inet6Address && !PUBLIC_V6.contains(address);
        return known.isEmpty() && reserved ? Optional.of("reserved") : known;
    }

    private static Special special(String network, String what) {
        return new Special(network(network), what);
    }

    private static Network network(String text) {
        return Network.parse(text).orElseThrow();
    }
}
