package dev.actionbus.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionRequest;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class JobTest {

    private final Job job = new Job("run");

    @Test
    void everyJobHasTwoHundredCharactersOfParamsAndIsTheSameWhenItIsRepeated() {
        for (long n : new long[] {1, 999, 123_456_789L, Integer.MAX_VALUE + 5L}) {
            assertThat(job.params(n)).hasSize(200).isEqualTo(new Job("run").params(n));
            assertThat(ActionRequest.named(Job.NAME).params(job.params(n)).build()).isNotNull();
        }
        assertThat(job.params(1)).isNotEqualTo(job.params(2));
        assertThat(job.key(1)).isNotEqualTo(job.key(2)).isNotEqualTo(new Job("other").key(1));
    }

    @Test
    void theChainsRecordBeginsWithItsNumber() {
        byte[] value = job.chainValue(77);

        assertThat(value).hasSize(400);
        assertThat(ByteBuffer.wrap(value).getLong()).isEqualTo(77);
    }
}
