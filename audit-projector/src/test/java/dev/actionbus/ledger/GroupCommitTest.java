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
    void afterAQuietTimeAnOutputIsCommittedAtOnce() {
        commits.wrote(1_000);

        assertThat(commits.due(1_000)).isTrue();
        assertThat(commits.due(1_000)).isFalse();
    }

    @Test
    void soonAfterACommitTheFirstOutputWaitsForOthers() {
        commitOnceTaking(3);

        commits.wrote(1_006);
        assertThat(commits.due(1_006)).isFalse();
        commits.wrote(1_010);
        assertThat(commits.due(1_010)).isFalse();
        assertThat(commits.due(1_011)).isTrue();
    }

    @Test
    void theSlowerCommitsAreTheMoreIsGathered() {
        commitOnceTaking(12);

        commits.wrote(1_013);
        assertThat(commits.due(1_024)).isFalse();
        assertThat(commits.due(1_025)).isTrue();
    }

    @Test
    void evenTheSlowestCommitMakesNobodyWaitForLong() {
        commitOnceTaking(9_000);

        commits.wrote(10_000);
        assertThat(commits.due(10_014)).isFalse();
        assertThat(commits.due(10_025)).isTrue();
    }

    @Test
    void recordsHandedOverBeforeTheCommitDoNotCountAsItsEnd() {
        commits.wrote(1_000);
        assertThat(commits.due(1_000)).isTrue();
        commits.resumed(1_000);
        commits.resumed(1_020);

        commits.wrote(1_020);
        assertThat(commits.due(1_020)).isFalse();
        assertThat(commits.due(1_034)).isFalse();
    }

    @Test
    void whatWasWrittenBetweenTheRequestAndTheCommitIsCommitted() {
        commits.wrote(1_000);
        assertThat(commits.due(1_000)).isTrue();
        commits.wrote(1_000);
        commits.resumed(1_010);

        assertThat(commits.due(1_010)).isFalse();
        commits.wrote(1_010);
        assertThat(commits.due(1_019)).isFalse();
        assertThat(commits.due(1_020)).isTrue();
    }

    private void commitOnceTaking(long millis) {
        commits.wrote(1_000);
        assertThat(commits.due(1_000)).isTrue();
        commits.resumed(1_000 + millis);
    }
}
