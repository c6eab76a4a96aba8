package dev.actionbus.standalone.node;

import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.executor.Executor;
import dev.actionbus.executor.NearbyAttempt;
import dev.actionbus.ledger.NearbyExecutor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The executor of this process as its ledger sees it; the ledger starts first. */
final class ExecutorBeside implements NearbyExecutor {

    private volatile @Nullable Executor executor;

    void is(Executor started) {
        executor = started;
    }

    @Override
    public Optional<Claim> claim(AttemptGranted grant) {
        Executor started = executor;
        return started == null ? Optional.empty() : started.take(grant).map(Taken::new);
    }

    private record Taken(NearbyAttempt attempt) implements Claim {

        @Override
        public AttemptStarted start() {
            return attempt.start();
        }

        @Override
        public void committed() {
            attempt.run();
        }

        @Override
        public void dropped() {
            attempt.drop();
        }
    }
}
