package dev.actionbus.ledger.simulation;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.Mode;
import dev.actionbus.ledger.ActionState;
import dev.actionbus.ledger.ActionState.Claim;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.LedgerInput;
import dev.actionbus.ledger.Step;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A ledger that is right but for one thing. */
enum PlantedBug {
    LEASE_NOT_REARMED_BY_A_HEARTBEAT(Invariant.LEASE) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            Step right = real.step(state, input, now);
            return input instanceof LedgerInput.Heard
                    ? new Step(right.state(), new Step.Timer.Unchanged(), right.outputs())
                    : right;
        }
    },
    LEASE_NOT_REARMED_BY_A_RESTART(Invariant.LEASE) {
        @Override
        Step.Timer revive(LedgerRules real, Open state, Instant now) {
            return state instanceof Running ? new Step.Timer.At(now) : real.revive(state, now);
        }
    },
    LEASE_LOST_BY_A_RESTART(Invariant.I15) {
        @Override
        Step.Timer revive(LedgerRules real, Open state, Instant now) {
            return new Step.Timer.Off();
        }
    },
    DUPLICATE_ADMITTED(Invariant.I1) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            return input instanceof LedgerInput.Requested
                    ? real.step(new ActionState.Absent(), input, now)
                    : real.step(state, input, now);
        }
    },
    LATE_REPORT_ACCEPTED(Invariant.I7) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            return state instanceof Running running && input instanceof LedgerInput.Succeeded late
                    ? real.step(state, asIfFrom(running, late.report()), now)
                    : real.step(state, input, now);
        }
    },
    UNKNOWN_IN_MODE_ONCE_RETRIED(Invariant.I4) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            return state instanceof Running running && input instanceof LedgerInput.TimerFired
                    ? real.step(inModeRetry(running), input, now)
                    : real.step(state, input, now);
        }
    },
    CONFLICT_GRANTED(Invariant.I8) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            Step right = real.step(state, input, now);
            if (!(input instanceof LedgerInput.Requested asked && state instanceof Open open)
                    || asked.request().getParams().equals(open.action().request().getParams())) {
                return right;
            }
            return with(right, grant(asked.request(), open.attempt() + 1, now));
        }
    },
    RETRY_WITHOUT_A_FAILURE(Invariant.I6) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            Step right = real.step(state, input, now);
            return input instanceof LedgerInput.Started && right.state() instanceof Running running
                    ? with(right, grant(running.action().request(), running.attempt() + 1, now))
                    : right;
        }
    },
    OUTCOME_WRITTEN_TWICE(Invariant.I2) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            Step right = real.step(state, input, now);
            return input instanceof LedgerInput.Succeeded
                            && right.state() instanceof ActionState.Closed
                            && state instanceof Open
                    ? new Step(
                            right.state(),
                            right.timer(),
                            List.of(right.outputs().getFirst(), right.outputs().getFirst()))
                    : right;
        }
    },
    CLAIMED_AT_ONCE_WITHOUT_A_LEASE(Invariant.I15) {
        @Override
        Step claimedAtOnce(LedgerRules real, Step admission, AttemptStarted start, Instant now) {
            Step right = real.claimedAtOnce(admission, start, now);
            return new Step(right.state(), new Step.Timer.Off(), right.outputs());
        }
    },
    CLAIMED_AT_ONCE_AND_RUN_BEFORE_THE_COMMIT(Invariant.I5) {
        @Override
        boolean claimsWaitForTheCommit() {
            return false;
        }
    },
    RETRY_AFTER_THE_END(Invariant.I3) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            Step right = real.step(state, input, now);
            return input instanceof LedgerInput.CancelAsked && state instanceof Open open
                    ? with(right, grant(open.action().request(), open.attempt() + 1, now))
                    : right;
        }
    };

    private final Invariant broken;

    PlantedBug(Invariant broken) {
        this.broken = broken;
    }

    Invariant broken() {
        return broken;
    }

    Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
        return real.step(state, input, now);
    }

    Step claimedAtOnce(LedgerRules real, Step admission, AttemptStarted start, Instant now) {
        return real.claimedAtOnce(admission, start, now);
    }

    boolean claimsWaitForTheCommit() {
        return true;
    }

    Step.Timer revive(LedgerRules real, Open state, Instant now) {
        return real.revive(state, now);
    }

    LedgerRules in(LedgerRules real) {
        PlantedBug bug = this;
        return new LedgerRules() {
            @Override
            public Step step(ActionState state, LedgerInput input, Instant now) {
                return bug.step(real, state, input, now);
            }

            @Override
            public Step claimedAtOnce(Step admission, AttemptStarted start, Instant now) {
                return bug.claimedAtOnce(real, admission, start, now);
            }

            @Override
            public boolean claimsWaitForTheCommit() {
                return bug.claimsWaitForTheCommit();
            }

            @Override
            public Step.Timer revive(Open state, Instant now) {
                return bug.revive(real, state, now);
            }
        };
    }

    private static LedgerInput asIfFrom(Running running, AttemptSucceeded late) {
        return new LedgerInput.Succeeded(
                new AttemptSucceeded(
                        late.getActionId(),
                        running.attempt(),
                        running.claim().run().getExecutor(),
                        late.getResult(),
                        late.getOutputs(),
                        late.getAt()));
    }

    private static Running inModeRetry(Running running) {
        Claim claim = running.claim();
        return new Running(
                running.action(),
                running.course(),
                new Claim(
                        claim.run(),
                        Mode.RETRY,
                        Workload.HANDLERS_RETRY,
                        claim.announced(),
                        claim.said()));
    }

    private static Step with(Step step, AttemptGranted grant) {
        return new Step(
                step.state(),
                step.timer(),
                Stream.concat(step.outputs().stream(), Stream.of(new Step.Output.Grant(grant)))
                        .toList());
    }

    private static AttemptGranted grant(ActionRequested request, int attempt, Instant now) {
        return new AttemptGranted(
                request.getActionId(),
                attempt,
                request.getIntent(),
                request.getParams(),
                request.getContext(),
                Simulation.LEASE.toMillis(),
                null,
                now,
                null,
                null);
    }
}
