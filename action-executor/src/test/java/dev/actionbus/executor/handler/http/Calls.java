package dev.actionbus.executor.handler.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.Attempt;
import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import dev.actionbus.action.AttemptResult.Succeeded;
import dev.actionbus.executor.handler.http.Target.Parsed;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calls of HTTP handlers, with loopback allowed. */
final class Calls {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final ActionId ID = new ActionId("0b1f3a52-7c11-8a3e-9d20-5b6c7d8e9f01");
    static final EgressRules LOOPBACK = EgressRules.of(List.of("127.0.0.0/8"), Set.of());
    static final Duration LONG = Duration.ofSeconds(30);

    private Calls() {}

    static Target target(String url) {
        assertThat(Target.parse(url)).isInstanceOf(Parsed.Usable.class);
        return ((Parsed.Usable) Target.parse(url)).target();
    }

    static HttpCall call(String url) {
        return call(url, 0);
    }

    static HttpCall call(String url, int redirects) {
        return new HttpCall(
                "POST", target(url), Map.of(), StatusRules.DEFAULT, redirects, Optional.empty());
    }

    static Attempt attempt(String params, Duration timeout) {
        return new Attempt(
                ID,
                3,
                new Attempt.Call("score", 2, params),
                NOW.plus(timeout),
                Optional.empty(),
                Optional.empty());
    }

    static HttpHandler handler(HttpCall call) {
        return handler(call, LOOPBACK, Resolver.SYSTEM);
    }

    static HttpHandler handler(HttpCall call, EgressRules egress, Resolver resolver) {
        HttpHost host = new HttpHost(egress, InstantSource.fixed(NOW), false);
        return new HttpHandler(call, host, new Dialer(egress, resolver, HttpHost::systemTls));
    }

    static AttemptResult perform(String url) {
        return handler(call(url)).handle(attempt("{}", LONG));
    }

    static Failed failure(AttemptResult result) {
        assertThat(result).isInstanceOf(Failed.class);
        return (Failed) result;
    }

    static String success(AttemptResult result) {
        assertThat(result).isInstanceOf(Succeeded.class);
        return ((Succeeded) result).result();
    }

    /** A name service that knows one answer. */
    static Resolver resolvingTo(String... addresses) {
        return host -> List.of(addresses).stream().map(InetAddress::ofLiteral).toList();
    }
}
