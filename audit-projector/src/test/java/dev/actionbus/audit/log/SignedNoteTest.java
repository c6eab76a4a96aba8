package dev.actionbus.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes and keys, against the example of Go's note package, which C2SP signed-note describes. */
final class SignedNoteTest {

    private static final String GO_SIGNER =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String GO_VERIFIER =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String GO_TEXT =
            "If you think cryptography is the answer to your problem,\n"
                    + "then you don't know what your problem is.\n";
    private static final String GO_NOTE =
            GO_TEXT
                    + "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
                    + "KvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final Checkpoint CHECKPOINT =
            new Checkpoint(
                    new LogId("abc-_1", "action.events", 3),
                    new TreeHead(17, Hash.leaf(new byte[] {1})));

    @Test
    void theNoteOfTheReferenceImplementationVerifies() {
        SignedNote note = SignedNote.parse(GO_NOTE);

        assertThat(note.text()).isEqualTo(GO_TEXT);
        assertThat(note.format()).isEqualTo(GO_NOTE);
        assertThat(VerifierKey.parse(GO_VERIFIER).verifies(note)).isTrue();
    }

    @Test
    void weSignAsTheReferenceImplementationDoes() {
        SignerKey key = SignerKey.parse(GO_SIGNER, GO_VERIFIER);

        assertThat(new SignedNote(GO_TEXT, List.of(key.sign(GO_TEXT))).format()).isEqualTo(GO_NOTE);
    }

    @Test
    void anotherTextOrAnotherKeyDoesNotVerify() {
        SignedNote note = SignedNote.parse(GO_NOTE);
        SignedNote changed = new SignedNote(GO_TEXT.replace("your", "my"), note.signatures());

        assertThat(VerifierKey.parse(GO_VERIFIER).verifies(changed)).isFalse();
        assertThat(SignerKey.generate("PeterNeumann").verifier().verifies(note)).isFalse();
    }

    @Test
    void aCheckpointComesBackAsItWas() {
        assertThat(CHECKPOINT.text())
                .startsWith("actionbus/abc-_1/action.events/3\n17\n")
                .endsWith("=\n");
        assertThat(Checkpoint.parse(CHECKPOINT.text())).isEqualTo(CHECKPOINT);
        assertThat(Checkpoint.parse(CHECKPOINT.text() + "extension\n")).isEqualTo(CHECKPOINT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\n1\n",
                "elsewhere/x\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "actionbus/c/action.events/0\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "actionbus/c/action.events/0\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "actionbus/c/action.events/0\n1\nAAAA\n",
                "actionbus/c/action.events/0\n1\n???\n"
            })
    void whatIsNotACheckpointIsRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\nno dash AAAAAAAA\n",
                "text\n\n\u2014 name\n",
                "text\n\n\u2014 name ???\n",
                "text\n\n\u2014 name AAAA\n"
            })
    void whatIsNotANoteIsRefused(String note) {
        assertThatThrownBy(() -> SignedNote.parse(note))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
