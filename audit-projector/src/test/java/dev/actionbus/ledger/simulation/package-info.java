/**
 * Seeded histories of clients, a ledger and executors that crash, freeze and repeat themselves, in
 * virtual time; every step is checked against the invariants. Replays one history with {@code
 * -Dsimulation.seed=N}.
 */
@NullMarked
package dev.actionbus.ledger.simulation;

import org.jspecify.annotations.NullMarked;
