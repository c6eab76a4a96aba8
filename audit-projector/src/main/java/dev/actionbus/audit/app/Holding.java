package dev.actionbus.audit.app;

import dev.actionbus.audit.AuditView;
import dev.actionbus.audit.app.Freshness.Stale;
import dev.actionbus.ledger.RunsHere;
import java.util.OptionalLong;
import java.util.Set;

/** What this process has of something that is kept by partition. */
interface Holding {

    /** Those it keeps up to date. */
    Set<Integer> live();

    /** Those it has a copy of. */
    Set<Integer> copies();

    /** How old an answer about these would be. */
    Freshness freshness(Set<Integer> partitions, boolean copies);

    /** The view. */
    record OfView(Projector projector) implements Holding {

        @Override
        public Set<Integer> live() {
            return projector.live().partitions();
        }

        @Override
        public Set<Integer> copies() {
            return projector.view().partitionsWithCopy();
        }

        @Override
        public Freshness freshness(Set<Integer> partitions, boolean copies) {
            Freshness all = Freshness.FRESH;
            for (int partition : partitions) {
                OptionalLong behind = projector.live().behind(partition);
                if (copies) {
                    all = all.and(new Stale(projector.copyLag().of(AuditView.STORE, partition)));
                } else if (behind.isPresent()) {
                    all = all.and(new Stale(behind));
                }
            }
            return all;
        }
    }

    /** The rows of runs. */
    record OfRuns(Projector projector) implements Holding {

        @Override
        public Set<Integer> live() {
            return projector.runs().partitions();
        }

        @Override
        public Set<Integer> copies() {
            return projector.runs().partitionsWithCopy();
        }

        @Override
        public Freshness freshness(Set<Integer> partitions, boolean copies) {
            Freshness all = Freshness.FRESH;
            if (copies) {
                for (int partition : partitions) {
                    all = all.and(new Stale(projector.copyLag().of(RunsHere.STORE, partition)));
                }
            }
            return all;
        }
    }

    /** Limits: nobody wants to know how they stood before a ledger died. */
    record OfLimits(Projector projector) implements Holding {

        @Override
        public Set<Integer> live() {
            return projector.limits().partitions();
        }

        @Override
        public Set<Integer> copies() {
            return Set.of();
        }

        @Override
        public Freshness freshness(Set<Integer> partitions, boolean copies) {
            return Freshness.FRESH;
        }
    }
}
