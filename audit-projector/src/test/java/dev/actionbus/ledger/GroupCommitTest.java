package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GroupCommitTest {

    private final GroupCommit commits = new GroupCommit();

    @Test
    void nothingWrittenIsNothingToCommit() {
        assertThat(commits.due(1_000)).isFalse();
    }

    @Test
    void somebodyAloneIsCommittedAtOnce() {
        arrive(1_000);

        assertThat(commits.due(1_000)).isTrue();
        assertThat(commits.due(1_000)).isFalse();
    }

    @Test
    void rightBehindACommitTheFirstOutputWaitsForOthers() {
        commit(1, 1_000, 1_001);

        arrive(1_001);
        assertThat(commits.due(1_001)).isFalse();
        arrive(1_003);
        assertThat(commits.due(1_003)).isFalse();
        arrive(1_005);
        assertThat(commits.due(1_005)).isFalse();
        arrive(1_006);
        assertThat(commits.due(1_006)).isTrue();
    }

    @Test
    void oneAloneIsNotMadeToWaitForThePauseOfAnother() {
        commit(1, 1_000, 1_004);

        arrive(1_005);

        assertThat(commits.due(1_005)).isTrue();
    }

    @Test
    void behindALargeGroupTheFirstToComeIsNotAlone() {
        commit(50, 1_000, 1_004);

        arrive(1_010);
        assertThat(commits.due(1_010)).isFalse();
        arrive(1_011);
        assertThat(commits.due(1_012)).isFalse();
    }

    @Test
    void whenNobodyComesAnyMoreThereIsNothingToWaitFor() {
        commit(100_000, 1_000, 1_004);

        arrive(1_005);
        assertThat(commits.due(1_006)).isFalse();
        assertThat(commits.due(1_007)).isTrue();
    }

    @Test
    void whereACommitTakesLongTheNextBatchIsWaitedFor() {
        commit(100, 1_000, 1_012);

        arrive(1_015);
        assertThat(commits.due(1_020)).isFalse();
        arrive(1_020);
        assertThat(commits.due(1_025)).isFalse();
        assertThat(commits.due(1_026)).isTrue();
    }

    @Test
    void theSilenceThatIsWaitedForIsNeverLong() {
        commit(100, 1_000, 1_500);

        arrive(1_510);
        assertThat(commits.due(1_519)).isFalse();
        assertThat(commits.due(1_520)).isTrue();
    }

    @Test
    void theLongerACommitTakesTheMoreIsGathered() {
        commit(72, 1_000, 1_004);

        arriveEveryMilli(1_005, 1_012);
        assertThat(commits.due(1_012)).isFalse();
        arrive(1_013);
        assertThat(commits.due(1_013)).isTrue();
    }

    @Test
    void howeverLongACommitTakesNobodyWaitsForLong() {
        commit(100_000, 1_000, 3_000);

        arriveEveryMilli(3_001, 3_050);
        assertThat(commits.due(3_050)).isFalse();
        arrive(3_051);
        assertThat(commits.due(3_051)).isTrue();
    }

    @Test
    void aLedgerThatIsAtWorkForHalfOfTheTimeGathersForLonger() {
        commit(100, 1_000, 1_004);

        for (int at = 1_005; at <= 1_036; at++) {
            arrive(at);
            commits.worked(500_000);
            assertThat(commits.due(at)).isFalse();
        }
        arrive(1_037);
        assertThat(commits.due(1_037)).isTrue();
    }

    @Test
    void whatItDidBeforeTheCommitDoesNotMakeItBusy() {
        commits.worked(1_000_000_000);
        commit(100, 1_000, 1_004);

        arriveEveryMilli(1_005, 1_012);
        arrive(1_013);
        assertThat(commits.due(1_013)).isTrue();
    }

    @Test
    void howeverBusyItIsNobodyWaitsForLong() {
        commit(100_000, 1_000, 3_000);

        for (int at = 3_001; at <= 3_100; at++) {
            arrive(at);
            commits.worked(1_000_000);
            assertThat(commits.due(at)).isFalse();
        }
        arrive(3_101);
        assertThat(commits.due(3_101)).isTrue();
    }

    @Test
    void aSlowMachineIsBusyWhenRecordsComeAtOnceHoweverLateTheOutput() {
        commit(1, 1_000, 1_001);

        commits.arrived(1_001);
        arrive(1_011);
        assertThat(commits.due(1_011)).isFalse();
        arrive(1_016);
        assertThat(commits.due(1_016)).isTrue();
    }

    @Test
    void aRecordWithoutOutputAfterAPauseDoesNotMakeTheNextOneWait() {
        commit(1, 1_000, 1_004);

        commits.arrived(1_010);
        arrive(1_011);
        assertThat(commits.due(1_011)).isTrue();
    }

    @Test
    void whatATimerWroteIsCommittedWhenNobodyElseIsThere() {
        commit(100, 1_000, 1_004);

        commits.wrote(1_050);

        assertThat(commits.due(1_050)).isTrue();
    }

    @Test
    void recordsHandedOverBeforeTheCommitAreNotItsEnd() {
        arrive(1_000);
        assertThat(commits.due(1_000)).isTrue();
        arrive(1_000);
        assertThat(commits.due(1_000)).isFalse();

        commits.resumed(1_004);
        assertThat(commits.due(1_100)).isFalse();
    }

    private void commit(int outputs, long asked, long done) {
        for (int i = 0; i < outputs; i++) {
            arrive(asked);
        }
        assertThat(commits.due(asked)).isTrue();
        commits.resumed(done);
    }

    /** A record comes and something is written. */
    private void arrive(long now) {
        commits.arrived(now);
        commits.wrote(now);
    }

    private void arriveEveryMilli(long from, long to) {
        for (long now = from; now <= to; now++) {
            arrive(now);
        }
    }
}
