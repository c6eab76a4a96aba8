package dev.actionbus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RecentTest {

    private final Recent<String> recent = new Recent<>();

    @Test
    void whatWasPutIsThere() {
        recent.put("a", "first", 5);
        recent.put("a", "second", 6);

        assertThat(recent.get("a")).contains("second");
        assertThat(recent.get("b")).isEmpty();
    }

    @Test
    void aLargeValueTakesThePlaceOfTheOldOneAndIsNotKept() {
        recent.put("a", "first", 5);
        recent.put("a", "large", 100_000);

        assertThat(recent.get("a")).isEmpty();
    }

    @Test
    void whatIsForgottenIsNotThere() {
        recent.put("a", "first", 5);
        recent.forget("a");

        assertThat(recent.get("a")).isEmpty();
    }

    @Test
    void toForgetOneDoesNotTakeThePlaceOfAnother() {
        // "Aa" and "BB" have the same hash code, and so the same place.
        recent.put("Aa", "there", 5);
        recent.forget("BB");

        assertThat(recent.get("Aa")).contains("there");
        assertThat(recent.get("BB")).isEmpty();
    }
}
