package dev.actionbus.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionbus.action.Fingerprint;
import dev.actionbus.action.PayloadClaim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PayloadsTest {

    @TempDir private Path directory;
    private Payloads payloads;

    @BeforeEach
    void open() {
        payloads = Payloads.in(new PayloadLocation.Directory(directory).open());
    }

    @Test
    void whatFitsTravelsInTheRecordItself() throws IOException {
        String largest = json(Payloads.INLINE);
        assertThat(payloads.leaveParams(largest)).isSameAs(largest);
        assertThat(payloads.fetch(largest)).isSameAs(largest);
        assertThat(files()).isEmpty();
    }

    @Test
    void oneByteMoreIsLeftUnderItsDigestAndComesBackToTheLetter() throws IOException {
        String large = json(Payloads.INLINE + 1);
        String claim = payloads.leaveParams(large);
        assertThat(claim).hasSizeLessThan(300).startsWith("{\"$claim\":");
        assertThat(PayloadClaim.in(claim).orElseThrow().bytes()).isEqualTo(Payloads.INLINE + 1);
        assertThat(payloads.fetch(claim)).isEqualTo(large);
        assertThat(payloads.leaveParams(large)).isEqualTo(claim);
        assertThat(files()).hasSize(1);
    }

    @Test
    void bytesAreCountedAndNotCharacters() {
        String umlauts = "{\"a\":\"" + "ü".repeat(Payloads.INLINE / 2) + "\"}";
        assertThat(umlauts).hasSizeLessThan(Payloads.INLINE);
        assertThat(payloads.fetch(payloads.leaveParams(umlauts))).isEqualTo(umlauts);
        assertThat(PayloadClaim.in(payloads.leaveParams(umlauts))).isPresent();
    }

    @Test
    void theFingerprintOfAClaimIsThatOfTheMeaning() {
        String large = json(Payloads.INLINE + 1);
        String spaced = large.replace(":", " : ");
        String claim = payloads.leaveParams(large);
        String other = payloads.leaveParams(spaced);
        assertThat(other).isNotEqualTo(claim);
        assertThat(Fingerprint.of("a", 1, other)).isEqualTo(Fingerprint.of("a", 1, claim));
        assertThat(Fingerprint.of("a", 1, payloads.leaveParams(json(Payloads.INLINE + 2))))
                .isNotEqualTo(Fingerprint.of("a", 1, claim));
    }

    @Test
    void aResultIsKeptToTheLetterAlsoWhereItHasNoCanonicalForm() {
        String letters =
                "[1e400,0.1000,-0,123456789012345678901234567890,\"\\u00e9\\/\\ud83d\\ude00\"]";
        String large = "{\"x\":" + letters + ",\"y\":\"" + "é".repeat(Payloads.INLINE) + "\"}";
        assertThat(payloads.fetch(payloads.leaveResult(large))).isEqualTo(large);
    }

    @Test
    void whatIsBeyondTheLimitIsRefused() {
        assertThatThrownBy(() -> payloads.leaveResult(json(Payloads.LARGEST + 1)))
                .isInstanceOfSatisfying(
                        PayloadTrouble.class,
                        e -> assertThat(e.code()).isEqualTo("PAYLOAD_TOO_LARGE"));
    }

    @Test
    void whatOnlyLooksLikeAClaimIsNone() {
        String claim = payloads.leaveParams(json(Payloads.INLINE + 1));
        for (String other :
                List.of(
                        claim.replace("\"bytes\":", "\"bytes\": "),
                        claim.replace("\"digest\":\"", "\"digest\":\"x"),
                        claim.replace("}}", "},\"more\":1}"),
                        "{\"$claim\":1}",
                        "{\"$claim\":")) {
            assertThat(payloads.fetch(other)).isSameAs(other);
        }
    }

    @Test
    void whatIsNotWhatWasLeftIsRefused() throws IOException {
        String claim = payloads.leaveParams(json(Payloads.INLINE + 1));
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[7] ^= 1;
        Files.write(file, bytes);
        assertTrouble(claim, "PAYLOAD_CORRUPT", false);
        Files.delete(file);
        assertTrouble(claim, "PAYLOAD_MISSING", true);
    }

    @Test
    void withoutAStoreEverythingTravelsAndClaimsAreRefused() {
        String claim = payloads.leaveParams(json(Payloads.INLINE + 1));
        String large = json(Payloads.INLINE + 1);
        assertThat(Payloads.inline().leaveParams(large)).isSameAs(large);
        assertThatThrownBy(() -> Payloads.inline().fetch(claim))
                .isInstanceOfSatisfying(
                        PayloadTrouble.class,
                        e -> assertThat(e.code()).isEqualTo("PAYLOAD_STORE_MISSING"));
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsATroubleThatMayPass() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Payloads nowhere = Payloads.in(new PayloadLocation.Directory(file).open());
        assertThatThrownBy(() -> nowhere.leaveParams(json(Payloads.INLINE + 1)))
                .isInstanceOfSatisfying(
                        PayloadTrouble.class,
                        e -> {
                            assertThat(e.code()).isEqualTo("PAYLOAD_UNAVAILABLE");
                            assertThat(e.passing()).isTrue();
                        });
    }

    @Test
    void placesAreReadStrictly() {
        assertThat(PayloadLocation.parse("s3://models/runs/a?endpoint=http://127.0.0.1:9000"))
                .isEqualTo(
                        new PayloadLocation.Bucket(
                                "models",
                                "runs/a/",
                                "us-east-1",
                                java.util.Optional.of(
                                        java.net.URI.create("http://127.0.0.1:9000"))));
        assertThat(PayloadLocation.parse("/var/payloads"))
                .isEqualTo(new PayloadLocation.Directory(Path.of("/var/payloads")));
        for (String wrong :
                List.of("s3:", "s3:///x", "s3://key:secret@bucket/", "s3://b?colour=red")) {
            assertThatThrownBy(() -> PayloadLocation.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void assertTrouble(String claim, String code, boolean passing) {
        assertThatThrownBy(() -> payloads.fetch(claim))
                .isInstanceOfSatisfying(
                        PayloadTrouble.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.passing()).isEqualTo(passing);
                        });
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String json(int bytes) {
        String frame = "{\"numbers\":[1.0],\"text\":\"\"}";
        return frame.replace("\"}", "x".repeat(bytes - frame.length()) + "\"}");
    }
}
