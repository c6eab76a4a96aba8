package dev.actionbus.ledger.simulation;

import dev.actionbus.event.AttemptStarted;
import dev.actionbus.ledger.ActionState;
import dev.actionbus.ledger.Ledger;
import dev.actionbus.ledger.LedgerInput;
import dev.actionbus.ledger.Step;
import java.time.Instant;

/** What decides: the ledger, or one with a bug planted in it. */
interface LedgerRules {

    Step step(ActionState state, LedgerInput input, Instant now);

    Step claimedAtOnce(Step admission, AttemptStarted start, Instant now);

    Step.Timer revive(ActionState.Open state, Instant now);

    /** Whether an attempt that is claimed at once waits for the commit of its claim. */
    default boolean claimsWaitForTheCommit() {
        return true;
    }

    static LedgerRules of(Ledger ledger) {
        return new LedgerRules() {
            @Override
            public Step step(ActionState state, LedgerInput input, Instant now) {
                return ledger.step(state, input, now);
            }

            @Override
            public Step claimedAtOnce(Step admission, AttemptStarted start, Instant now) {
                return ledger.claimedAtOnce(admission, start, now);
            }

            @Override
            public Step.Timer revive(ActionState.Open state, Instant now) {
                return ledger.revive(state, now);
            }
        };
    }
}
