package dev.actionbus.executor.handler.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Failed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The address is pinned, and the name is still the one that TLS is about. */
@Timeout(60)
final class HttpTlsIT {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private static Path directory = Path.of("");
    private static SSLContext tls;

    @BeforeAll
    static void certificate() throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "scorer",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=scorer.example",
                                "-ext",
                                "san=dns:scorer.example",
                                "-storepass",
                                "changeit",
                                "-keystore",
                                store.toString())
                        .redirectErrorStream(true)
                        .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, PASSWORD);
        anchors.setCertificateEntry("scorer", keys.getCertificate("scorer"));
        trusted.init(anchors);
        tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    @Test
    void theServiceSeesItsNameAndProvesIt() {
        List<String> names = new CopyOnWriteArrayList<>();
        try (RudeServer server = secure(names)) {
            AttemptResult result = perform("https://scorer.example:" + server.port() + "/", tls);
            assertThat(Calls.success(result)).isEqualTo("{}");
            assertThat(names).containsExactly("scorer.example");
            assertThat(server.requests().getFirst())
                    .contains("Host: scorer.example:" + server.port() + "\r\n");
        }
    }

    @Test
    void anotherNameOrAnUnknownCertificateIsNotCalled() throws GeneralSecurityException {
        try (RudeServer server = secure(new CopyOnWriteArrayList<>())) {
            assertRefused(perform("https://other.example:" + server.port() + "/", tls));
            assertRefused(
                    perform(
                            "https://scorer.example:" + server.port() + "/",
                            SSLContext.getDefault()));
            assertThat(server.requests()).isEmpty();
        }
    }

    private static void assertRefused(AttemptResult result) {
        Failed failed = Calls.failure(result);
        assertThat(failed.error().code()).isEqualTo("TLS_FAILED");
        assertThat(failed.called()).isFalse();
    }

    private static RudeServer secure(List<String> names) {
        return new RudeServer(
                tls.getServerSocketFactory(),
                (socket, out) -> {
                    var session = (ExtendedSSLSession) ((SSLSocket) socket).getSession();
                    session.getRequestedServerNames()
                            .forEach(name -> names.add(((SNIHostName) name).getAsciiName()));
                    out.write(
                            RudeServer.response(200, "application/json", "{}")
                                    .getBytes(StandardCharsets.US_ASCII));
                });
    }

    private static AttemptResult perform(String url, SSLContext context) {
        HttpHost host = new HttpHost(Calls.LOOPBACK, InstantSource.fixed(Calls.NOW), false);
        Dialer dialer = new Dialer(Calls.LOOPBACK, Calls.resolvingTo("127.0.0.1"), () -> context);
        return new HttpHandler(Calls.call(url), host, dialer)
                .handle(Calls.attempt("{}", Calls.LONG));
    }
}
