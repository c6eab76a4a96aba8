package dev.actionbus.ledger.simulation;

import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.Mode;
import dev.actionbus.event.Outcome;
import dev.actionbus.ledger.ActionState;
import dev.actionbus.ledger.ActionState.Admitted;
import dev.actionbus.ledger.ActionState.Begun;
import dev.actionbus.ledger.ActionState.Claim;
import dev.actionbus.ledger.ActionState.Closed;
import dev.actionbus.ledger.ActionState.Open;
import dev.actionbus.ledger.ActionState.Past;
import dev.actionbus.ledger.ActionState.Paused;
import dev.actionbus.ledger.ActionState.Released;
import dev.actionbus.ledger.ActionState.Running;
import dev.actionbus.ledger.ActionState.Suspended;
import dev.actionbus.ledger.ActionState.Waiting;
import dev.actionbus.ledger.LedgerInput;
import dev.actionbus.ledger.Round;
import dev.actionbus.ledger.Samples;
import dev.actionbus.ledger.Step;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
            return state instanceof Running running
                            && running.claim().mode() == Mode.ONCE
                            && input instanceof LedgerInput.TimerFired
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
    CLAIMED_AT_ONCE_AND_RUN_BEFORE_THE_COMMIT(Invariant.I5, Invariant.I4) {
        @Override
        boolean claimsWaitForTheCommit() {
            return false;
        }
    },
    DEADLINE_IGNORED_AFTER_A_RETRY(Invariant.TIME) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            return state instanceof Waiting waiting && input instanceof LedgerInput.TimerFired
                    ? real.step(untimed(waiting), input, now)
                    : real.step(state, input, now);
        }
    },
    BEGIN_NOT_AWAITED(Invariant.TIME) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            Step right = real.step(state, input, now);
            return input instanceof LedgerInput.Requested asked
                            && right.state() instanceof Waiting waiting
                            && !(state instanceof Open)
                    ? with(right, grant(asked.request(), waiting.attempt() + 1, now))
                    : right;
        }
    },
    CANCELLED_ACTION_GRANTED_AGAIN(Invariant.I3) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            Step right = real.step(state, input, now);
            if (input instanceof LedgerInput.CancelAsked && state instanceof Waiting) {
                return new Step(right.state(), new Step.Timer.Unchanged(), right.outputs());
            }
            return input instanceof LedgerInput.TimerFired && state instanceof Closed closed
                    ? with(
                            right,
                            grant(
                                    closed.past().remains().orElseThrow().request(),
                                    closed.outcome().getAttempt() + 1,
                                    now))
                    : right;
        }
    },
    CANCEL_WITHOUT_A_REVOCATION(Invariant.REVOKED) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            Step right = real.step(state, input, now);
            return new Step(
                    right.state(),
                    right.timer(),
                    right.outputs().stream()
                            .filter(it -> !(it instanceof Step.Output.Revoke))
                            .toList());
        }
    },
    RELEASE_FORGETS_THE_ATTEMPT_NUMBER(Invariant.I6) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            return state instanceof Released released && input instanceof LedgerInput.Requested
                    ? real.step(fromAttemptZero(released), input, now)
                    : real.step(state, input, now);
        }
    },
    REDRIVE_OBEYED_TWICE(Invariant.ORDERS) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            return state instanceof Closed closed && input instanceof LedgerInput.RedriveAsked
                    ? real.step(withoutOrders(closed), input, now)
                    : real.step(state, input, now);
        }
    },
    CALLBACK_FOR_AN_OLDER_ATTEMPT_ACCEPTED(Invariant.I7) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            return state instanceof Suspended suspended
                            && input instanceof LedgerInput.Succeeded late
                    ? real.step(state, asIfFrom(suspended, late.report()), now)
                    : real.step(state, input, now);
        }
    },
    SUSPENSION_FORGOTTEN_BY_A_RESTART(Invariant.I15) {
        @Override
        Step.Timer revive(LedgerRules real, Open state, Instant now) {
            return state instanceof Suspended ? new Step.Timer.Off() : real.revive(state, now);
        }
    },
    ONE_ATTEMPT_MORE_THAN_ORDERED(Invariant.I4) {
        @Override
        Step step(LedgerRules real, ActionState state, LedgerInput input, Instant now) {
            return state instanceof Paused paused && input instanceof LedgerInput.RetryAsked
                    ? real.step(lifted(paused), input, now)
                    : real.step(state, input, now);
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

    private final Set<Invariant> broken;

    PlantedBug(Invariant first, Invariant... others) {
        broken = EnumSet.of(first, others);
    }

    Set<Invariant> broken() {
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

    private static Waiting untimed(Waiting waiting) {
        Admitted action = waiting.action();
        return new Waiting(
                new Admitted(
                        Samples.with(action.request(), new ActionRequested(), "timing", null),
                        action.fingerprint(),
                        action.round()),
                waiting.course(),
                waiting.dueAt(),
                waiting.last());
    }

    private static Released fromAttemptZero(Released released) {
        Closed closed = released.closed();
        return new Released(
                new Closed(
                        closed.requestId(),
                        closed.fingerprint(),
                        closed.status(),
                        Samples.with(closed.outcome(), new Outcome(), "attempt", 0),
                        closed.past()));
    }

    private static Closed withoutOrders(Closed closed) {
        return new Closed(
                closed.requestId(),
                closed.fingerprint(),
                closed.status(),
                closed.outcome(),
                new Past(closed.past().round(), List.of(), closed.past().remains()));
    }

    private static Paused lifted(Paused paused) {
        Round round = paused.action().round();
        Round.Spent more = new Round.Spent(round.spent().before(), round.spent().lifted() + 1);
        return new Paused(
                new Admitted(
                        paused.action().request(),
                        paused.action().fingerprint(),
                        new Round(
                                round.number(),
                                round.begunAt(),
                                more,
                                round.redriven(),
                                round.orders())),
                paused.course());
    }

    private static LedgerInput asIfFrom(Begun running, AttemptSucceeded late) {
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
