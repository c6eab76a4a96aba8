package dev.actionbus.executor.handler.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A URL that can be called.
 *
 * @param tls https
 * @param host lower case; an IPv6 address without brackets
 * @param port 1 to 65535
 * @param path as it goes on the wire, from the slash
 * @param query without the question mark; empty: none
 */
public record Target(boolean tls, String host, int port, String path, Optional<String> query) {

    private static final int LONGEST = 2048;
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern AUTHORITY = Pattern.compile("[^:/?#]*:?//([^/?#]*).*");
    private static final Pattern USER_AND_PORT = Pattern.compile("\\A.*@|:[0-9]*\\z");

    /** The answer to {@link #parse}. */
    public sealed interface Parsed {
        record Usable(Target target) implements Parsed {}

        /**
         * Not a URL that may be called.
         *
         * @param code URL_INVALID, URL_TEMPLATE_HOST or EGRESS_FORBIDDEN
         * @param message one line
         */
        record Refused(String code, String message) implements Parsed {}
    }

    public static Parsed parse(String text) {
        if (text.length() > LONGEST || !VISIBLE.matcher(text).matches()) {
            return invalid("a url has 1 to 2048 visible ASCII characters");
        }
        String authority = AUTHORITY.matcher(text).replaceFirst("$1");
        if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
            return authority.matches(".*[{}].*")
                    ? new Parsed.Refused("URL_TEMPLATE_HOST", "params choose no host")
                    : invalid("a url has no templates; params go into the body");
        }
        if (isOddAddress(USER_AND_PORT.matcher(authority).replaceAll(""))) {
            return forbidden("an address is written as 192.0.2.1 or [2001:db8::1]");
        }
        try {
            return of(new URI(text));
        } catch (URISyntaxException e) {
            return invalid("a url is https://host:port/path?query");
        }
    }

    /** The target of a redirect. */
    Parsed resolve(String location) {
        if (location.length() > LONGEST || !VISIBLE.matcher(location).matches()) {
            return invalid("the redirect leads to no url");
        }
        try {
            String own = (tls ? "https://" : "http://") + authority() + path;
            return parse(new URI(own).resolve(new URI(location)).toString());
        } catch (URISyntaxException e) {
            return invalid("the redirect leads to no url");
        }
    }

    private static Parsed of(URI uri) throws URISyntaxException {
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return forbidden("the scheme is http or https");
        }
        if (uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0) {
            return forbidden("a url holds no user and no password; use headers");
        }
        String host = Optional.ofNullable(uri.parseServerAuthority().getHost()).orElse("");
        if (host.isEmpty() || uri.getRawFragment() != null) {
            return invalid("a url has a host and no fragment");
        }
        boolean tls = scheme.equals("https");
        int port = uri.getPort() == -1 ? (tls ? 443 : 80) : uri.getPort();
        if (port < 1 || port > 65_535) {
            return invalid("a port is 1 to 65535");
        }
        return new Parsed.Usable(of(tls, plain(host.toLowerCase(Locale.ROOT)), port, uri));
    }

    private static Target of(boolean tls, String host, int port, URI uri) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Target(tls, host, port, path, Optional.ofNullable(uri.getRawQuery()));
    }

    /** An IPv6 address with a zone (RFC 6874) is odd, too: it names an interface of ours. */
    private static boolean isOddAddress(String host) {
        boolean bracketed = host.startsWith("[");
        String inner = bracketed ? host.replaceAll("[\\[\\]]", "") : host;
        return (bracketed || Literals.looksNumeric(inner)) && Literals.address(inner).isEmpty();
    }

    private static String plain(String host) {
        if (host.startsWith("[")) {
            return host.substring(1, host.length() - 1);
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** As in the header Host. */
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    String pathAndQuery() {
        return path + query.map(q -> "?" + q).orElse("");
    }

    /** Scheme, host and port are the same. */
    boolean sameOrigin(Target other) {
        return tls == other.tls && host.equals(other.host) && port == other.port;
    }

    private static Parsed invalid(String message) {
        return new Parsed.Refused("URL_INVALID", message);
    }

    private static Parsed forbidden(String message) {
        return new Parsed.Refused("EGRESS_FORBIDDEN", message);
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + path;
    }
}
