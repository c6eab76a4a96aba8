package dev.actionbus.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

final class LiveViewsTest {

    private final LiveViews live = new LiveViews(partition -> Optional.of(record(partition, 40)));

    @Test
    void aPartitionThatCameHereIsBehindUntilItHasFoldedWhatWasThere() {
        LiveViews.Live view = live.begin(3, last -> false);
        assertThat(live.partitions()).containsExactly(3);

        view.folded(30);
        assertThat(live.behind(3)).hasValue(10);
        view.folded(40);
        assertThat(live.behind(3)).isEmpty();
        view.folded(41);
        assertThat(live.behind(3)).isEmpty();
    }

    @Test
    void nothingIsMissingWhenTheViewEndsAsTheLogDoes() {
        var unused = live.begin(3, last -> last.offset() == 40);
        assertThat(live.behind(3)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void whoEndsLateDoesNotEndItsSuccessor() {
        LiveViews.Live before = live.begin(3, last -> true);
        LiveViews.Live after = live.begin(3, last -> true);
        before.end();
        assertThat(live.has(3)).isTrue();
        after.end();
        assertThat(live.has(3)).isFalse();
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
        return new ConsumerRecord<>("events", partition, offset, new byte[0], new byte[0]);
    }
}
