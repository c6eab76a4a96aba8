package dev.actionbus.audit.check;

import dev.actionbus.audit.check.Finding.Kind;
import dev.actionbus.audit.log.Hash;
import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.TreeHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One log against what was signed about it: each root at its size, in one pass. */
final class LogCheck {

    /**
     * A root that must come out.
     *
     * @param where for messages
     */
    record Expected(String where, TreeHead head) {}

    private final LogId log;
    private final List<Expected> expected;
    private final Optional<FindDifference> difference;
    private final Frontier tree = new Frontier();
    private final List<Expected> wrong = new ArrayList<>();
    private int next;
    private long signed;

    LogCheck(LogId log, List<Expected> expected, Optional<Entries> before) {
        this.log = log;
        this.expected =
                expected.stream().sorted(Comparator.comparing(it -> it.head().size())).toList();
        this.difference = before.map(it -> new FindDifference(log, it));
        compare();
    }

    /** Returns the record's entry. */
    Hash accept(LogRecord record) {
        Hash entry = record.entry(log);
        difference.ifPresent(it -> it.accept(record, entry));
        tree.append(Hash.leaf(entry.bytes()));
        compare();
        return entry;
    }

    LogReport report() {
        Optional<Difference> first = difference.flatMap(FindDifference::result);
        List<Finding> findings = new ArrayList<>();
        first.ifPresent(it -> findings.add(it.finding(log)));
        if (!wrong.isEmpty()) {
            findings.add(finding(Kind.ROOT_DIFFERS, differs()));
        }
        if (next < expected.size()) {
            findings.add(finding(Kind.RECORDS_MISSING, missing()));
        }
        return new LogReport(log, tree.head(), signed, next - wrong.size(), first, findings);
    }

    private void compare() {
        if (next == expected.size() || expected.get(next).head().size() > tree.size()) {
            return;
        }
        Hash root = tree.head().root();
        for (; next < expected.size() && expected.get(next).head().size() == tree.size(); next++) {
            if (expected.get(next).head().root().equals(root)) {
                signed = tree.size();
            } else {
                wrong.add(expected.get(next));
            }
        }
    }

    private String differs() {
        Expected first = wrong.getFirst();
        long from = 0;
        for (Expected it : expected) {
            if (it.equals(first)) {
                break;
            }
            from = it.head().size();
        }
        if (from == first.head().size()) {
            return first.where() + " and another one have different roots for the same size";
        }
        return first.where()
                + " was signed for other records: one of "
                + from
                + " to "
                + (first.head().size() - 1)
                + " of partition "
                + log.partition()
                + " is not what it was"
                + (wrong.size() > 1 ? "; so do " + (wrong.size() - 1) + " more" : "");
    }

    private String missing() {
        long last = expected.getLast().head().size();
        return expected.getLast().where()
                + " was signed for "
                + last
                + " records; partition "
                + log.partition()
                + " has "
                + tree.size()
                + ": "
                + (last - tree.size())
                + " are missing at the end";
    }

    private Finding finding(Kind kind, String text) {
        return new Finding(kind, log.origin(), text);
    }
}
