package dev.actionbus.ledger.simulation;

/** What must hold in every history. The numbered ones are the project's invariants. */
enum Invariant {
    I1("a request that was stored is accepted exactly once, one that failed never"),
    I2("a round of an accepted action has exactly one terminal event"),
    I3("after its terminal event only evidence is recorded about an action, until a new round"),
    I4(
            "an attempt calls its handler at most once, mode once at most once for its request and"
                    + " for each order, and calls <= grants <= maxAttempts and orders"),
    I5("every call and every report follows the start of its attempt"),
    I6("the next attempt is granted only after the loss or failure of the one before"),
    I7("the result is one that the executor of exactly that attempt returned"),
    I8("a conflicting request never causes a grant or changes what was accepted"),
    I15("when faults end, every accepted action ends"),
    TIME("no attempt is granted before its time or too late, and nothing ends for time too early"),
    ORDERS("an operator's order is obeyed at most once"),
    REVOKED("an attempt is revoked when its round ends over it, and only then"),
    LEASE("no attempt is given up within a lease of its last sign of life or the ledger's start");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
