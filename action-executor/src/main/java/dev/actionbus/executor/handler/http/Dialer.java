package dev.actionbus.executor.handler.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Connects to a target: resolves its name once, judges every address it has, and connects to those
 * very addresses, one after the other. No name is looked up again between the judgement and the
 * connection, so a name that changes its mind (DNS rebinding) gains nothing. No proxy, whatever the
 * environment says.
 */
final class Dialer {

    private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(10).toMillis();

    private final EgressRules egress;
    private final Resolver resolver;
    private final Supplier<SSLContext> tls;

    Dialer(EgressRules egress, Resolver resolver, Supplier<SSLContext> tls) {
        this.egress = egress;
        this.resolver = resolver;
        this.tls = tls;
    }

    /** What came of it. */
    sealed interface Dialed {
        record Connected(Socket socket) implements Dialed {}

        record Forbidden(String message) implements Dialed {}

        record Failed(String code, String message) implements Dialed {}
    }

    Dialed dial(Target target, Line line) {
        Optional<String> objection = egress.objection(target);
        if (objection.isPresent()) {
            return new Dialed.Forbidden(objection.get());
        }
        List<InetAddress> addresses;
        try {
            Optional<InetAddress> literal = Literals.address(target.host());
            addresses =
                    literal.isPresent() ? List.of(literal.get()) : resolver.resolve(target.host());
        } catch (UnknownHostException e) {
            return new Dialed.Failed("HOST_UNRESOLVED", target.host() + " has no address");
        }
        return addresses.stream()
                .flatMap(address -> egress.objection(target, address).stream())
                .findFirst()
                .<Dialed>map(Dialed.Forbidden::new)
                .orElseGet(() -> connect(target, addresses, line));
    }

    private Dialed connect(Target target, List<InetAddress> addresses, Line line) {
        Dialed.Failed failure =
                new Dialed.Failed("HOST_UNRESOLVED", target.host() + " has no address");
        for (InetAddress address : addresses) {
            InetSocketAddress place = new InetSocketAddress(address, target.port());
            try {
                Socket socket = new Socket(Proxy.NO_PROXY);
                line.open(socket);
                socket.setTcpNoDelay(true);
                socket.connect(place, CONNECT_MILLIS);
                return target.tls() ? secured(target, socket) : new Dialed.Connected(socket);
            } catch (SocketTimeoutException e) {
                failure = failed(place, "no answer to the connection attempt within 10 s");
            } catch (IOException e) {
                failure = failed(place, String.valueOf(e.getMessage()));
            }
        }
        return failure;
    }

    private Dialed secured(Target target, Socket plain) {
        try {
            SSLSocket socket =
                    (SSLSocket)
                            tls.get()
                                    .getSocketFactory()
                                    .createSocket(plain, target.host(), target.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            if (Literals.address(target.host()).isEmpty()) {
                parameters.setServerNames(List.of(new SNIHostName(target.host())));
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new Dialed.Connected(socket);
        } catch (IOException e) {
            return new Dialed.Failed(
                    "TLS_FAILED", target.host() + ": " + Excerpt.line(String.valueOf(e)));
        }
    }

    private static Dialed.Failed failed(InetSocketAddress place, String why) {
        String where = place.getAddress().getHostAddress() + " port " + place.getPort();
        return new Dialed.Failed("CONNECT_FAILED", where + ": " + Excerpt.line(why));
    }
}
