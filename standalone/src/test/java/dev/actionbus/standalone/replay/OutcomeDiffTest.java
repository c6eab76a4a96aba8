package dev.actionbus.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.standalone.replay.Replayed.Difference;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutcomeDiffTest {

    @Test
    void theSameResultInAnotherSpellingIsTheSame() {
        assertThat(results("{\"a\":1,\"b\":[2.0,null]}", "{ \"b\":[2,null], \"a\":1.00 }"))
                .isEmpty();
        assertThat(results("12345678901234567890.1", "12345678901234567890.10")).isEmpty();
    }

    @Test
    void everyFieldThatDiffersIsNamedByItsPointer() {
        assertThat(
                        results(
                                "{\"loss\":0.5,\"a/b\":{\"~\":1},\"list\":[1,2],\"gone\":true}",
                                "{\"loss\":0.4,\"a/b\":{\"~\":2},\"list\":[1,2,3]}"))
                .containsExactly(
                        new Difference("result/a~1b/~0", "1", "2"),
                        new Difference("result/gone", "true", ""),
                        new Difference("result/list/2", "", "3"),
                        new Difference("result/loss", "0.5", "0.4"));
    }

    @Test
    void numbersThatDifferBeyondDoublePrecisionDiffer() {
        assertThat(results("{\"n\":9007199254740993}", "{\"n\":9007199254740992}")).hasSize(1);
    }

    @Test
    void anotherStatusOrErrorCodeIsADifference() {
        assertThat(OutcomeDiff.between(new Ending.Completed("1"), new Ending.Failed("BAD")))
                .containsExactly(new Difference("status", "COMPLETED", "FAILED"));
        assertThat(OutcomeDiff.between(new Ending.Failed("BAD"), new Ending.Failed("WORSE")))
                .containsExactly(new Difference("error.code", "BAD", "WORSE"));
        assertThat(OutcomeDiff.between(new Ending.Failed("BAD"), new Ending.Failed("BAD")))
                .isEmpty();
    }

    private static List<Difference> results(String recorded, String replayed) {
        return OutcomeDiff.between(new Ending.Completed(recorded), new Ending.Completed(replayed));
    }
}
