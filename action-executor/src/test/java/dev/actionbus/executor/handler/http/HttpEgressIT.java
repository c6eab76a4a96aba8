package dev.actionbus.executor.handler.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request goes when names and services lie. */
@Timeout(60)
final class HttpEgressIT {

    private static final String JSON = RudeServer.response(200, "application/json", "{}");

    @Test
    void aNameIsResolvedOnceAndTheJudgedAddressIsTheOneConnectedTo() {
        AtomicInteger asked = new AtomicInteger();
        Resolver rebinding =
                host ->
                        List.of(
                                InetAddress.ofLiteral(
                                        asked.getAndIncrement() == 0 ? "127.0.0.2" : "127.0.0.1"));
        EgressRules first = EgressRules.of(List.of("127.0.0.2"), Set.of());
        try (RudeServer server = RudeServer.saying(JSON)) {
            HttpCall call = Calls.call("http://rebind.example:" + server.port() + "/");

            Failed failed = Calls.failure(perform(call, first, rebinding));

            assertThat(failed.error().code()).isEqualTo("CONNECT_FAILED");
            assertThat(failed.error().message()).contains("127.0.0.2");
            assertThat(asked).hasValue(1);
            assertThat(server.requests()).isEmpty();

            assertForbidden(perform(call, first, rebinding));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aPublicAnswerFirstAndLoopbackNextReachesNothing() {
        AtomicInteger asked = new AtomicInteger();
        Resolver rebinding =
                host ->
                        List.of(
                                InetAddress.ofLiteral(
                                        asked.getAndIncrement() == 0 ? "8.8.8.8" : "127.0.0.1"));
        try (RudeServer server = RudeServer.saying(JSON)) {
            Target target = Calls.target("http://rebind.example:" + server.port() + "/");
            assertThat(EgressRules.PUBLIC_ONLY.objection(target, addressOf(rebinding))).isEmpty();

            AttemptResult result =
                    perform(Calls.call(target.toString()), EgressRules.PUBLIC_ONLY, rebinding);

            assertForbidden(result);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void oneForbiddenAddressAmongOthersIsEnough() {
        try (RudeServer server = RudeServer.saying(JSON)) {
            HttpCall call = Calls.call("http://mixed.example:" + server.port() + "/");
            assertForbidden(
                    perform(call, Calls.LOOPBACK, Calls.resolvingTo("127.0.0.1", "10.0.0.1")));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void theNextAddressIsTriedWhereOneRefuses() {
        try (RudeServer server = RudeServer.saying(JSON)) {
            HttpCall call = Calls.call("http://two.example:" + server.port() + "/");
            AttemptResult result =
                    perform(call, Calls.LOOPBACK, Calls.resolvingTo("127.0.0.2", "127.0.0.1"));
            assertThat(Calls.success(result)).isEqualTo("{}");
            assertThat(server.requests().getFirst())
                    .contains("Host: two.example:" + server.port() + "\r\n");
        }
    }

    @Test
    void anAllowedNameMayBeAnywhere() {
        EgressRules rules = EgressRules.of(List.of("Scorer.internal"), Set.of());
        try (RudeServer server = RudeServer.saying(JSON)) {
            HttpCall call = Calls.call("http://scorer.internal.:" + server.port() + "/");
            Resolver loopback = Calls.resolvingTo("127.0.0.1");
            assertThat(Calls.success(perform(call, rules, loopback))).isEqualTo("{}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://10.0.0.1/",
                "http://[::1]/",
                "http://2130706433/",
                "http://u:p@127.0.0.1/",
                "ftp://127.0.0.1/",
                "//169.254.169.254/"
            })
    void aRedirectIsJudgedLikeTheFirstTarget(String location) {
        try (RudeServer server = redirecting(location)) {
            Failed failed = assertForbidden(perform(Calls.call(server.url("/"), 3)));
            assertThat(failed.called()).isTrue();
        }
    }

    @Test
    void aRedirectIsFollowedWithBodyAndKeyButNotWithTheManifestsHeadersElsewhere() {
        try (RudeServer last = RudeServer.saying(JSON);
                RudeServer first = redirecting(last.url("/moved?x=1"))) {
            HttpCall plain = Calls.call(first.url("/"), 1);
            HttpCall call =
                    new HttpCall(
                            "PUT",
                            plain.target(),
                            Map.of("X-Token", new ConfiguredText.Plain("secret")),
                            plain.statuses(),
                            1,
                            plain.signing());
            AttemptResult result =
                    Calls.handler(call).handle(Calls.attempt("{\"a\":1}", Calls.LONG));

            assertThat(Calls.success(result)).isEqualTo("{}");
            assertThat(first.requests().getFirst()).contains("X-Token: secret\r\n");
            assertThat(last.requests().getFirst())
                    .startsWith("PUT /moved?x=1 HTTP/1.1\r\n")
                    .contains("Idempotency-Key: " + Calls.ID)
                    .endsWith("\r\n\r\n{\"a\":1}")
                    .doesNotContain("X-Token");
        }
    }

    @Test
    void aRedirectLoopEnds() {
        try (RudeServer server = redirecting("/again")) {
            Failed failed = Calls.failure(perform(Calls.call(server.url("/"), 3)));
            assertThat(failed.error().code()).isEqualTo("REDIRECT_LIMIT");
            assertThat(failed.error().retryable()).isFalse();
            assertThat(server.requests()).hasSize(4);
        }
    }

    private static RudeServer redirecting(String location) {
        return RudeServer.saying(
                "HTTP/1.1 307 X\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    }

    private static InetAddress addressOf(Resolver resolver) {
        try {
            return resolver.resolve("rebind.example").getFirst();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AttemptResult perform(HttpCall call) {
        return Calls.handler(call).handle(Calls.attempt("{}", Calls.LONG));
    }

    private static AttemptResult perform(HttpCall call, EgressRules rules, Resolver resolver) {
        return Calls.handler(call, rules, resolver).handle(Calls.attempt("{}", Calls.LONG));
    }

    private static Failed assertForbidden(AttemptResult result) {
        Failed failed = Calls.failure(result);
        assertThat(failed.error().code()).isEqualTo("EGRESS_FORBIDDEN");
        assertThat(failed.error().retryable()).isFalse();
        return failed;
    }
}
