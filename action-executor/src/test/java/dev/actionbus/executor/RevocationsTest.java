package dev.actionbus.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.event.AttemptRevoked;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RevocationsTest {

    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final ActionId A = ActionRequest.named("echo").key("a").build().id();
    private static final ActionId B = ActionRequest.named("echo").key("b").build().id();

    private final Revocations revocations = new Revocations();

    @Test
    void anAttemptAndThoseBeforeItAreNotToBegin() {
        revocations.add(revoked(A, 2, "CANCELLED: no longer wanted"), DAY);

        assertThat(revocations.reason(A, 1)).contains("CANCELLED: no longer wanted");
        assertThat(revocations.reason(A, 2)).contains("CANCELLED: no longer wanted");
        assertThat(revocations.reason(A, 3)).isEmpty();
        assertThat(revocations.reason(B, 1)).isEmpty();
    }

    @Test
    void anOlderRecordOfTheSameActionChangesNothing() {
        revocations.add(revoked(A, 2, "second"), DAY);
        revocations.add(revoked(A, 1, "first"), DAY);

        assertThat(revocations.reason(A, 2)).contains("second");
    }

    @Test
    void whatIsOlderThan14DaysIsForgotten() {
        revocations.add(revoked(A, 1, "old"), DAY);
        revocations.add(revoked(B, 1, "new"), 15 * DAY);
        assertThat(revocations.size()).isEqualTo(2);

        revocations.add(revoked(B, 1, "new"), 15 * DAY + 1);
        assertThat(revocations.size()).isEqualTo(1);
        assertThat(revocations.reason(A, 1)).isEmpty();
        assertThat(revocations.reason(B, 1)).contains("new");
    }

    @Test
    void theErrorHasTheCodeThatTheReasonBeginsWith() {
        assertThat(Revocations.error("CANCELLED: by ops").code()).isEqualTo("CANCELLED");
        assertThat(Revocations.error("DEADLINE_EXCEEDED").code()).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(Revocations.error("No longer wanted").code()).isEqualTo("REVOKED");
        assertThat(Revocations.error("").code()).isEqualTo("REVOKED");
        assertThat(Revocations.error("CANCELLED: by ops").retryable()).isFalse();
        assertThat(Revocations.error("CANCELLED: by ops").message()).isEqualTo("CANCELLED: by ops");
    }

    private static AttemptRevoked revoked(ActionId id, int attempt, String reason) {
        return new AttemptRevoked(id.value(), attempt, reason, Instant.EPOCH);
    }
}
