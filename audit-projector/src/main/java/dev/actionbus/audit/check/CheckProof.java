package dev.actionbus.audit.check;

import dev.actionbus.audit.check.ProofFile.Proven;
import dev.actionbus.audit.log.Checkpoint;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.Proofs;
import dev.actionbus.audit.log.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/** Checks a proof file with nothing but keys. */
public final class CheckProof {

    private CheckProof() {}

    /** What a proof is worth. */
    public sealed interface Verdict {

        /**
         * Its records are in the log.
         *
         * @param checkpoint of which log, at which size
         * @param signer whose signature was right
         */
        record Right(Checkpoint checkpoint, VerifierKey signer) implements Verdict {}

        /**
         * It proves nothing.
         *
         * @param check the one that failed: checkpoint, signature, action, inclusion
         */
        record Wrong(String check, String text) implements Verdict {}
    }

    /**
     * @param keys that the note may be signed with
     */
    public static Verdict check(ProofFile file, Collection<VerifierKey> keys) {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(file.note().text());
        } catch (IllegalArgumentException e) {
            return new Verdict.Wrong("checkpoint", String.valueOf(e.getMessage()));
        }
        Optional<VerifierKey> signer =
                keys.stream().filter(it -> it.verifies(file.note())).findFirst();
        if (signer.isEmpty()) {
            String by = PublishedNotes.signers(file.note());
            return new Verdict.Wrong("signature", "not by a known key; it says by " + by);
        }
        if (file.records().isEmpty()) {
            return new Verdict.Wrong("action", "the file has no record");
        }
        for (Proven proven : file.records()) {
            Optional<Verdict.Wrong> wrong = wrong(proven, file.actionId(), checkpoint);
            if (wrong.isPresent()) {
                return wrong.orElseThrow();
            }
        }
        return new Verdict.Right(checkpoint, signer.orElseThrow());
    }

    private static Optional<Verdict.Wrong> wrong(
            Proven proven, String actionId, Checkpoint checkpoint) {
        String which = "record " + proven.record().ordinal();
        if (!Arrays.equals(actionId.getBytes(StandardCharsets.UTF_8), proven.record().key())) {
            return Optional.of(
                    new Verdict.Wrong("action", which + " is not one of action " + actionId));
        }
        Hash leaf = Hash.leaf(proven.record().entry(checkpoint.log()).bytes());
        boolean included =
                Proofs.includes(
                        leaf,
                        proven.record().ordinal(),
                        checkpoint.head().size(),
                        proven.path(),
                        checkpoint.head().root());
        return included
                ? Optional.empty()
                : Optional.of(
                        new Verdict.Wrong(
                                "inclusion", which + " is not in the tree of the checkpoint"));
    }
}
