package dev.actionbus.gateway.schedule;

import dev.actionbus.gateway.Problem;

/** A definition that can not be a schedule. */
final class WrongSchedule extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    WrongSchedule(Problem problem) {
        super(problem.code() + ": " + problem.detail());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
