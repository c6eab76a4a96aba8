package dev.actionbus.ledger.simulation;

/** An invariant does not hold. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    Violation(Invariant invariant, String what) {
        super(invariant + " (" + invariant.sentence() + "): " + what);
        this.invariant = invariant;
    }

    Invariant invariant() {
        return invariant;
    }
}
