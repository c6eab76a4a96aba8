package dev.actionbus.audit.check;

import dev.actionbus.audit.log.LogId;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a check of all logs went.
 *
 * @param logs in the order of their partitions
 * @param others findings that are not about the records of a log: notes, exports
 */
public record Verification(List<LogReport> logs, List<Finding> others) {

    public boolean isRight() {
        return findings().isEmpty();
    }

    /** Differing records first. */
    public List<Finding> findings() {
        return Stream.concat(logs.stream().flatMap(it -> it.findings().stream()), others.stream())
                .toList();
    }

    boolean isRight(LogId log) {
        return findings().stream().noneMatch(it -> it.origin().equals(log.origin()));
    }
}
