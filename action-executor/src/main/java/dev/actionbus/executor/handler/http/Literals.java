package dev.actionbus.executor.handler.http;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses written as numbers. Four decimal numbers without leading zeros or the usual IPv6 forms;
 * the many other spellings that inet_aton(3) takes (2130706433, 0x7f.1, 017700000001) mean
 * different things to different readers and are none.
 */
final class Literals {

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern NUMERIC_END =
            Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    private Literals() {}

    /** Never asks a name service. */
    static Optional<InetAddress> address(String text) {
        if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Somebody could read it as an IPv4 address, as the URL standard does. */
    static boolean looksNumeric(String host) {
        return NUMERIC_END.matcher(host).matches();
    }
}
