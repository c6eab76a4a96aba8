package dev.actionbus.audit.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.audit.index.ActionMark.Key;
import dev.actionbus.audit.index.ActionMark.Label;
import dev.actionbus.audit.index.ActionMark.Story;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.Intent;
import dev.actionbus.ledger.Samples;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ActionMarkTest {

    private static final Intent INTENT = new Intent("default", "train", 1, "k1", null);
    private static final String ID = "2f1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f";
    private static final String OTHER = "ff1c9c0e-4a8b-8d3e-9c55-1b2f3a4d5e6f";

    @Test
    void anActionIsFoundByItsKeyItsStoryAndEachLabel() {
        ActionRequested request =
                Samples.request(
                        INTENT, Samples.context("story-k1", Map.of("team", "ml", "run", "7")));

        assertThat(ActionMark.of(request))
                .containsExactlyInAnyOrder(
                        new Key("k1"),
                        new Story("story-k1"),
                        new Label("team", "ml"),
                        new Label("run", "7"));
    }

    @Test
    void aStoryThatNobodyNamedNeedsNoMark() {
        ActionRequested request =
                Samples.request(INTENT, Samples.context(Samples.id(INTENT), Map.of()));

        assertThat(ActionMark.of(request)).containsExactly(new Key("k1"));
    }

    @Test
    void everyMarkHasAListOfItsOwnAndKeysOfOneLength() {
        List<ActionMark> marks =
                List.of(
                        new Key("a"),
                        new Story("a"),
                        new Label("a", ""),
                        new Label("", "a"),
                        new Label("a=b", "c"),
                        new Label("a", "b=c"),
                        new Key("x".repeat(100_000)));

        assertThat(marks)
                .extracting(mark -> Arrays.toString(mark.listing().prefix()))
                .doesNotHaveDuplicates();
        assertThat(marks)
                .allSatisfy(mark -> assertThat(mark.listing().key(Samples.START, ID)).hasSize(54));
    }

    @Test
    void aListHasTheNewestFirstBetweenItsEnds() {
        Listing list = new Key("a").listing();
        Instant later = Samples.START.plusMillis(1);

        assertThat(
                        List.of(
                                list.newest(),
                                list.key(later, OTHER),
                                list.oldest(later),
                                list.key(Samples.START, ID),
                                list.key(Samples.START, OTHER),
                                list.oldest(Samples.START),
                                list.key(Instant.EPOCH, OTHER),
                                list.oldest()))
                .isSortedAccordingTo(Arrays::compareUnsigned);
        assertThat(list.actionIdIn(list.key(later, OTHER))).isEqualTo(OTHER);
    }
}
