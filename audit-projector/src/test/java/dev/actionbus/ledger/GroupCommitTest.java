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
    void afterAPauseAnOutputIsCommittedAtOnce() {
        commits.wrote(1_000);

        assertThat(commits.due(1_000)).isTrue();
        assertThat(commits.due(1_000)).isFalse();
    }

    @Test
    void rightBehindACommitTheFirstOutputWaitsForOthers() {
        commit(1, 1_000, 1_004);

        commits.wrote(1_005);
        assertThat(commits.due(1_005)).isFalse();
        commits.wrote(1_009);
        assertThat(commits.due(1_009)).isFalse();
        assertThat(commits.due(1_010)).isTrue();
    }

    @Test
    void theMoreCameLastTimeTheLongerIsGathered() {
        commit(72, 1_000, 1_004);

        commits.wrote(1_005);
        assertThat(commits.due(1_016)).isFalse();
        assertThat(commits.due(1_017)).isTrue();
    }

    @Test
    void howeverManyCameNobodyWaitsForLong() {
        commit(100_000, 1_000, 1_004);

        commits.wrote(1_005);
        assertThat(commits.due(1_029)).isFalse();
        assertThat(commits.due(1_030)).isTrue();
    }

    @Test
    void aSlowMachineIsBusyWhenRecordsComeAtOnceHoweverLateTheOutput() {
        commit(1, 1_000, 1_004);

        commits.arrived(1_005);
        commits.arrived(1_011);
        commits.wrote(1_011);
        assertThat(commits.due(1_011)).isFalse();
        assertThat(commits.due(1_016)).isTrue();
    }

    @Test
    void aRecordWithoutOutputAfterAPauseDoesNotMakeTheNextOneWait() {
        commit(1, 1_000, 1_004);

        commits.arrived(1_010);
        commits.arrived(1_011);
        commits.wrote(1_011);
        assertThat(commits.due(1_011)).isTrue();
    }

    @Test
    void recordsHandedOverBeforeTheCommitAreNotItsEnd() {
        commits.wrote(1_000);
        assertThat(commits.due(1_000)).isTrue();
        commits.arrived(1_000);
        commits.wrote(1_000);
        assertThat(commits.due(1_000)).isFalse();

        commits.resumed(1_004);
        assertThat(commits.due(1_100)).isFalse();
    }

    private void commit(int outputs, long asked, long done) {
        for (int i = 0; i < outputs; i++) {
            commits.wrote(asked);
        }
        assertThat(commits.due(asked)).isTrue();
        commits.resumed(done);
    }
}
