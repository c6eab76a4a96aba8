package dev.actionbus.audit.app;

import dev.actionbus.audit.AuditView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Puts a question to every partition once: to the process that folds it, or, if that one does not
 * answer, to one that keeps a copy. While partitions move it tries for a second.
 */
final class EveryPart {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Projector projector;
    private final Peers peers;
    private final Holding holding;

    EveryPart(Projector projector, Peers peers) {
        this(projector, peers, new Holding.OfView(projector));
    }

    EveryPart(Projector projector, Peers peers, Holding holding) {
        this.projector = projector;
        this.peers = peers;
        this.holding = holding;
    }

    /** A question, and how its parts are answered. */
    interface Asking<T> {

        /**
         * By this process.
         *
         * @param view of the partitions that are asked
         * @param copies whether they are copies; what those lack may be known elsewhere
         * @throws AuditView.NotHere it does not know
         */
        T here(AuditView view, boolean copies);

        /** By another process; empty: it does not know. */
        Optional<Part<T>> there(String host, Reach.Here reach);
    }

    /** The answer of some partitions. */
    record Part<T>(T told, Freshness freshness) {}

    <T> List<Part<T>> askAll(int homes, Asking<T> asking) {
        return ask(IntStream.range(0, homes).boxed().collect(Collectors.toSet()), asking);
    }

    /**
     * @throws AuditView.NotHere for some partitions nobody answers now
     */
    <T> List<Part<T>> ask(Set<Integer> partitions, Asking<T> asking) {
        Round<T> round = new Round<>(asking, partitions);
        long begin = System.nanoTime();
        while (!round.isComplete()) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw round.why;
            }
            pause();
            round.go();
        }
        return round.parts;
    }

    /** What this process says of a part that another one asks it for. */
    <T> Part<T> here(Reach.Here reach, Asking<T> asking) {
        // Before the answer: what catches up meanwhile may be older in it.
        Freshness freshness = holding.freshness(reach.partitions(), reach.copies());
        return new Part<>(asking.here(view(reach), reach.copies()), freshness);
    }

    private AuditView view(Reach.Here reach) {
        return reach.copies()
                ? projector.view().copiesOf(reach.partitions())
                : projector.view().of(reach.partitions());
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AuditView.NotHere.because("interrupted");
        }
    }

    private final class Round<T> {

        private final Asking<T> asking;
        private final Set<Integer> left;
        private final List<Part<T>> parts = new ArrayList<>();
        private AuditView.NotHere why = AuditView.NotHere.because("partitions are moving");

        Round(Asking<T> asking, Set<Integer> partitions) {
            this.asking = asking;
            this.left = new HashSet<>(partitions);
            go();
        }

        boolean isComplete() {
            return left.isEmpty();
        }

        private void go() {
            List<Peers.Peer> others = peers.others();
            askHere(among(holding.live()), false);
            askThere(others, Peers.Peer::folds, false);
            if (!isComplete()) {
                askHere(among(holding.copies()), true);
                askThere(others, Peers.Peer::copies, true);
            }
        }

        private void askHere(Set<Integer> partitions, boolean copies) {
            if (partitions.isEmpty()) {
                return;
            }
            try {
                took(partitions, EveryPart.this.here(new Reach.Here(partitions, copies), asking));
            } catch (AuditView.NotHere e) {
                why = copies ? why : e; // somebody else may know
            }
        }

        private void askThere(
                List<Peers.Peer> others, Function<Peers.Peer, Set<Integer>> holds, boolean copies) {
            for (Peers.Peer other : others) {
                Set<Integer> partitions = among(holds.apply(other));
                if (!partitions.isEmpty()) {
                    asking.there(other.url(), new Reach.Here(partitions, copies))
                            .ifPresent(part -> took(partitions, part));
                }
            }
        }

        private Set<Integer> among(Set<Integer> partitions) {
            return partitions.stream().filter(left::contains).collect(Collectors.toSet());
        }

        private void took(Set<Integer> partitions, Part<T> part) {
            left.removeAll(partitions);
            parts.add(part);
        }
    }
}
