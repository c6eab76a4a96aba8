package dev.actionbus.executor.handler.http;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of addresses, as in {@code 10.0.0.0/8}.
 *
 * @param base any address in it
 * @param bits how many leading bits are the same for all
 */
record Network(InetAddress base, int bits) {

    private static final Pattern TEXT = Pattern.compile("([0-9a-fA-F.:]+)(?:/([0-9]{1,3}))?");

    /** One address is a network of its own. Empty: not a network. */
    static Optional<Network> parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Literals.address(matcher.group(1))
                .map(base ->
                        new Network(
                                base,
                                matcher.group(2) == null
                                        ? width(base)
                                        : Integer.parseInt(matcher.group(2))))
                .filter(network -> network.bits() <= width(network.base()));
    }

    private static int width(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    /** An address of the other family is never in it; v4-mapped ones count as IPv4. */
    boolean contains(InetAddress address) {
        byte[] ours = base.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >>> (bit % Byte.SIZE);
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
