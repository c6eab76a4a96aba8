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
        commits.wrote(1_000);
        assertThat(commits.due(1_000)).isTrue();

        commits.wrote(1_006);
        assertThat(commits.due(1_006)).isFalse();
        commits.wrote(1_010);
        assertThat(commits.due(1_010)).isFalse();
        assertThat(commits.due(1_011)).isTrue();
    }
}
