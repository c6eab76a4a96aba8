package dev.actionbus.audit.check;

import static dev.actionbus.audit.check.ReconcileHistory.ID;
import static dev.actionbus.audit.check.ReconcileHistory.REQUEST;
import static dev.actionbus.audit.check.ReconcileHistory.TOPICS;
import static dev.actionbus.audit.check.ReconcileHistory.accepted;
import static dev.actionbus.audit.check.ReconcileHistory.completed;
import static dev.actionbus.audit.check.ReconcileHistory.duplicate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionRedriven;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.KeyReleased;
import dev.actionbus.event.LateReport;
import dev.actionbus.event.OrphanReport;
import dev.actionbus.event.ReportKind;
import dev.actionbus.ledger.Samples;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories by hand: a good one, and each rule broken once. */
final class ReconciliationTest {

    @Test
    void aGoodHistoryMatchesAndItsSumsAreThere() {
        ReconcileReport report = ReconcileHistory.good().reconcile(1);

        assertThat(report.first()).isEmpty();
        assertThat(report.matches()).isTrue();
        assertThat(line(report, "actions").parts()).containsEntry("completed", 1L).hasSize(1);
        assertThat(line(report, "request").parts())
                .containsEntry("accepted", 1L)
                .containsEntry("duplicate", 1L);
        assertThat(line(report, "garbage").parts()).containsEntry("unreadable", 1L);
        assertThat(line(report, "start").parts()).containsEntry("silent", 1L);
        assertThat(line(report, "success").parts()).containsEntry("completed", 1L);
    }

    @ParameterizedTest
    @EnumSource(Broken.class)
    void whatIsBrokenIsNamed(Broken broken) {
        ReconcileHistory history = ReconcileHistory.good();

        broken.change.accept(history);
        ReconcileReport report = history.reconcile(broken == Broken.OTHER_HOME ? 64 : 1);

        assertThat(report.broken()).containsKey(broken.rule);
        assertThat(report.first())
                .anySatisfy(it -> {
                    assertThat(it.rule()).isEqualTo(broken.rule);
                    assertThat(it.place()).startsWith(broken.place);
                });
    }

    @Test
    void everyRuleIsBrokenBySomething() {
        EnumSet<ReconcileRule> all = EnumSet.allOf(ReconcileRule.class);

        assertThat(Arrays.stream(Broken.values()).map(it -> it.rule).collect(Collectors.toSet()))
                .isEqualTo(all);
    }

    @Test
    void evidenceAfterTheEndIsNoFinding() {
        ReconcileHistory history = ReconcileHistory.good();
        history.input(TOPICS.reports(), Samples.succeeded(ID, 1, "e2", "{}"));
        history.event(late(), "action.reports/0/2#0");
        history.input(TOPICS.requests(), REQUEST);
        history.event(duplicate(), "action.requests/0/3#0");

        assertThat(history.reconcile(1).first()).isEmpty();
    }

    @Test
    void eachRoundHasAnEndOfItsOwn() {
        ReconcileHistory history = ReconcileHistory.good();
        history.input(TOPICS.control(), Samples.release(ID, "o1"));
        history.event(released(), "action.control/0/0#0");
        history.input(TOPICS.requests(), Samples.request("k", "r3", "{}"));
        history.event(accepted(), "action.requests/0/3#0");
        history.input(TOPICS.control(), Samples.cancel(ID));
        history.event(cancelled(), "action.control/0/1#0");
        history.input(TOPICS.control(), Samples.redrive(ID, "o2"));
        history.event(redriven(), "action.control/0/2#0");
        history.event(Broken.grant(), "action.control/0/2#1");

        ReconcileReport report = history.reconcile(1);

        assertThat(report.first()).isEmpty();
        assertThat(line(report, "actions").count()).isEqualTo(1);
        assertThat(line(report, "actions").parts()).containsEntry("open", 1L);
        assertThat(line(report, "earlier rounds").parts())
                .containsEntry("completed", 1L)
                .containsEntry("cancelled", 1L);
        assertThat(line(report, "events").parts()).containsEntry("that followed from others", 1L);
    }

    @Test
    void whatComesOfATurnIsCountedApart() {
        ReconcileHistory history = ReconcileHistory.good();
        history.dropEvent(3);
        history.event(Broken.grant(), TOPICS.turns() + "/0/17#0");
        history.event(completed(), "action.reports/0/1#0");

        ReconcileReport report = history.reconcile(1);

        assertThat(report.first()).isEmpty();
        assertThat(line(report, "events").parts()).containsEntry("of turns", 1L);
    }

    @Test
    void whatTheLedgerHasNotReadIsWaiting() {
        ReconcileHistory history = ReconcileHistory.good();
        history.input(TOPICS.requests(), REQUEST);
        history.unread(TOPICS.requests(), 1);

        ReconcileReport report = history.reconcile(1);

        assertThat(report.first()).isEmpty();
        assertThat(line(report, "request").parts()).containsEntry("waiting", 1L);
    }

    @Test
    void onlyTheFirstTenAreNamedButAllAreCounted() {
        ReconcileHistory history = ReconcileHistory.good();
        LongStream.range(0, 25).forEach(i -> history.input(TOPICS.requests(), REQUEST));

        ReconcileReport report = history.reconcile(1);

        assertThat(report.first()).hasSize(10);
        assertThat(report.broken()).containsEntry(ReconcileRule.NO_TRACE, 25L);
    }

    private static ReconcileReport.Line line(ReconcileReport report, String what) {
        return report.lines().stream().filter(it -> it.what().equals(what)).findFirst().get();
    }

    private static KeyReleased released() {
        return new KeyReleased(ID, "o1", "bob", "once more", 1, Samples.START);
    }

    private static ActionCancelled cancelled() {
        return new ActionCancelled(
                ID, REQUEST.getIntent(), "story-k", 1, "bob", "no longer", Samples.START);
    }

    private static ActionRedriven redriven() {
        return new ActionRedriven(ID, "o2", "bob", "it is mended", 3, Samples.START);
    }

    private static LateReport late() {
        return new LateReport(ID, 1, 1, "e2", ReportKind.SUCCEEDED, "{}", Samples.START);
    }

    private enum Broken {
        SECOND_ACCEPTANCE(
                ReconcileRule.ACCEPTED_TWICE,
                "action.events/0/4",
                history -> history.event(accepted(), "action.requests/0/0#0")),
        NO_ACCEPTANCE(
                ReconcileRule.UNACCEPTED, "action.events/0/", history -> history.dropEvent(0)),
        TAKEN_FOR_UNKNOWN(
                ReconcileRule.FORGOTTEN,
                "action.events/0/4",
                history -> {
                    history.input(TOPICS.reports(), Samples.succeeded(ID, 1, "e1", "{}"));
                    history.event(
                            new OrphanReport(ID, 1, "e1", ReportKind.SUCCEEDED, Samples.START),
                            "action.reports/0/2#0");
                }),
        SECOND_END(
                ReconcileRule.ENDED_TWICE,
                "action.events/0/4",
                history -> history.event(completed(), "timer/1#0")),
        GRANT_AFTER_THE_END(
                ReconcileRule.AFTER_THE_END,
                "action.events/0/4",
                history -> history.event(grant(), "timer/1#0")),
        REDRIVEN_WHILE_OPEN(
                ReconcileRule.ROUND_NOT_OVER,
                "action.events/0/3",
                history -> {
                    history.dropEvent(3);
                    history.input(TOPICS.control(), Samples.redrive(ID, "o2"));
                    history.event(redriven(), "action.control/0/0#0");
                }),
        END_THAT_FOLLOWS_A_REQUEST(
                ReconcileRule.WRONG_TRACE,
                "action.events/0/3",
                history -> {
                    history.dropEvent(3);
                    history.event(completed(), "action.requests/0/0#1");
                }),
        ACCEPTANCE_BY_A_TURN(
                ReconcileRule.WRONG_TRACE,
                "action.events/0/4",
                history -> history.event(duplicate(), TOPICS.turns() + "/0/17#0")),
        OTHER_HOME(ReconcileRule.MISPLACED, "action.events/0/0", history -> {}),
        LOST_REQUEST(
                ReconcileRule.NO_TRACE,
                "action.requests/0/3",
                history -> history.input(TOPICS.requests(), REQUEST)),
        LOST_REPORT(
                ReconcileRule.NO_TRACE,
                "action.reports/0/2",
                history -> history.input(TOPICS.reports(), Samples.succeeded(ID, 1, "e1", "{}"))),
        TWO_EVENTS_OF_A_RECORD(
                ReconcileRule.TWO_TRACES,
                "action.events/0/4",
                history -> history.event(duplicate(), "action.requests/0/1#0")),
        END_OF_A_REQUEST(
                ReconcileRule.WRONG_TRACE,
                "action.requests/0/3",
                history -> {
                    history.input(TOPICS.requests(), REQUEST);
                    history.event(completed(), "action.requests/0/3#0");
                }),
        EVENT_OF_A_HOLE(
                ReconcileRule.NO_SUCH_RECORD,
                "action.requests/0/3",
                history -> {
                    history.hole(TOPICS.requests());
                    history.event(duplicate(), "action.requests/0/3#0");
                }),
        EVENT_OF_A_STRANGE_TOPIC(
                ReconcileRule.NO_SUCH_RECORD,
                "action.events/0/4",
                history -> history.event(duplicate(), "elsewhere/0/3#0")),
        DEAD_LETTER_LOST(
                ReconcileRule.NO_DEAD_LETTER,
                "action.requests/0/2",
                ReconcileHistory::dropDeadLetter),
        DEAD_LETTER_OF_A_GOOD_RECORD(
                ReconcileRule.STRAY_DEAD_LETTER,
                "action.requests/0/1",
                history -> history.deadLetter("action.requests/0/1")),
        STRANGER(ReconcileRule.STRANGE_EVENT, "action.events/0/4", ReconcileHistory::stranger),
        CUT(ReconcileRule.LOG_CUT, "action.events", ReconcileHistory::cutEvents),
        UNEQUAL_SUMS(
                ReconcileRule.SUMS_DIFFER,
                "request",
                history -> history.input(TOPICS.requests(), REQUEST)),
        STILL_OPEN(
                ReconcileRule.NOT_QUIET,
                "",
                history -> {
                    history.dropEvent(3);
                    history.expectQuiet();
                });

        private final ReconcileRule rule;
        private final String place;
        private final Consumer<ReconcileHistory> change;

        Broken(ReconcileRule rule, String place, Consumer<ReconcileHistory> change) {
            this.rule = rule;
            this.place = place;
            this.change = change;
        }

        private static AttemptGranted grant() {
            return new AttemptGranted(
                    ID,
                    2,
                    REQUEST.getIntent(),
                    "{}",
                    REQUEST.getContext(),
                    1000L,
                    null,
                    Samples.START,
                    null,
                    null);
        }
    }
}
