package dev.actionbus.executor.handler.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.executor.handler.http.Target.Parsed;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EgressRulesTest {

    /** As an attacker would write them; those with a name are judged by where it leads. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.0.0.1:22/",
                "http://127.255.255.254/",
                "https://127.1.2.3/",
                "http://0.0.0.0/",
                "http://0.1.2.3/",
                "http://10.0.0.1/",
                "http://10.255.255.255:8080/",
                "http://100.64.0.1/",
                "http://100.127.255.255/",
                "http://169.254.169.254/latest/meta-data/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.0.0.170/",
                "http://192.0.2.1/",
                "http://192.88.99.1/",
                "http://192.168.1.1/",
                "http://198.18.0.1/",
                "http://198.51.100.7/",
                "http://203.0.113.9/",
                "http://224.0.0.1/",
                "http://239.255.255.250/",
                "http://240.0.0.1/",
                "http://255.255.255.255/",
                "http://[::]/",
                "http://[::1]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[::127.0.0.1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:a9fe:a9fe]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[64:ff9b:1::1]/",
                "http://[100::1]/",
                "http://[2001::1]/",
                "http://[2001:db8::1]/",
                "http://[2002:7f00:1::]/",
                "http://[3fff::1]/",
                "http://[5f00::1]/",
                "http://[fc00::1]/",
                "http://[fd12:3456::1]/",
                "http://[fe80::1]/",
                "http://[fe80::1%25eth0]/",
                "http://[fec0::1]/",
                "http://[ff02::1]/",
                "http://localhost/",
                "http://LOCALHOST./",
                "http://db.localhost/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.1/",
                "http://017700000001/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://127.0.0.1./",
                "http://1.2.3.4.5/",
                "http://127.0.0.256/",
                "http://user@example.com/",
                "http://user:secret@example.com/",
                "http://@example.com/",
                "file:///etc/passwd",
                "ftp://example.com/",
                "gopher://example.com/",
                "jar:http://example.com/!/",
                "//example.com/",
                "example.com"
            })
    void isForbidden(String url) {
        String code =
                switch (Target.parse(url)) {
                    case Parsed.Refused refused -> refused.code();
                    case Parsed.Usable(Target target) ->
                            EgressRules.PUBLIC_ONLY.objection(target).isPresent()
                                    ? "EGRESS_FORBIDDEN"
                                    : "allowed";
                };
        assertThat(code).isEqualTo("EGRESS_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://8.8.8.8/",
                "http://100.128.0.1/",
                "http://172.32.0.1/",
                "http://192.0.1.1/",
                "http://[2606:4700:4700::1111]:8443/x?y=z",
                "https://example.com/",
                "https://xn--mnchen-3ya.example/",
                "http://localhost.example.com/"
            })
    void isAllowed(String url) {
        assertThat(EgressRules.PUBLIC_ONLY.objection(Calls.target(url))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://{host}/, URL_TEMPLATE_HOST",
        "http://{params.host}:80/x, URL_TEMPLATE_HOST",
        "https://a.{b}.example/, URL_TEMPLATE_HOST",
        "http://user}@example.com/, URL_TEMPLATE_HOST",
        "http://example.com/{id}, URL_INVALID",
        "http://example.com/?q={id}, URL_INVALID",
        "http://example.com/#part, URL_INVALID",
        "http://example.com:0/, URL_INVALID",
        "http://example.com:65536/, URL_INVALID",
        "http://exa mple.com/, URL_INVALID",
        "http://ex%61mple.com/, URL_INVALID",
        "http://münchen.example/, URL_INVALID",
        "http://a_b.example/, URL_INVALID",
        "http:///x, URL_INVALID",
        "http:example.com, URL_INVALID",
        "http://example.com\\@127.0.0.1/, URL_INVALID",
        "'http://example.com/\r\nX: y', URL_INVALID",
        "'', URL_INVALID"
    })
    void isNoUrl(String url, String code) {
        assertThat(Target.parse(url)).isInstanceOf(Parsed.Refused.class);
        assertThat(((Parsed.Refused) Target.parse(url)).code()).isEqualTo(code);
    }

    @Test
    void aNetworkAllowsWhatIsInItAndNothingBesides() {
        EgressRules rules = EgressRules.of(List.of("10.1.0.0/16", "::1", "fd00::/8"), Set.of());
        Target name = Calls.target("http://scorer.example/");
        for (String inside : List.of("10.1.0.0", "10.1.255.255", "::1", "fd12::1")) {
            assertThat(rules.objection(name, InetAddress.ofLiteral(inside))).isEmpty();
        }
        for (String outside : List.of("10.2.0.0", "10.0.255.255", "127.0.0.1", "fc00::1", "::")) {
            assertThat(rules.objection(name, InetAddress.ofLiteral(outside)))
                    .as(outside)
                    .isPresent();
        }
    }

    @Test
    void portsCanBeNamed() {
        EgressRules rules = EgressRules.of(List.of(), Set.of(443));
        assertThat(rules.objection(Calls.target("https://example.com/"))).isEmpty();
        assertThat(rules.objection(Calls.target("http://example.com/"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0/8", "::/129", "a/8", "http://x", "*", "127.1", ""})
    void anEntryIsANetworkOrAName(String entry) {
        assertThatThrownBy(() -> EgressRules.of(List.of(entry), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
