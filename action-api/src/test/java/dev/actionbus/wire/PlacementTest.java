package dev.actionbus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.actionbus.action.ActionId;
import dev.actionbus.action.ActionRequest;
import dev.actionbus.action.IdentityVectors;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PlacementTest {

    static List<JsonNode> vectors() {
        return IdentityVectors.actionIds();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void homeIsWhatEveryLanguageComputes(JsonNode vector) {
        ActionId id = new ActionId(vector.get("actionId").textValue());
        assertThat(Placement.home(id, 4)).isEqualTo(vector.get("home").get("4").intValue());
        assertThat(Placement.home(id, 6)).isEqualTo(vector.get("home").get("6").intValue());
    }

    @ParameterizedTest
    @CsvSource({"00000000, 0", "7fffffff, 1", "80000000, 4", "ffffffff, 5", "fffffff9, 5"})
    void placementAboveTheSignBitCountsAsNegative(String first, int home) {
        ActionId id = new ActionId(first + "-0000-8000-8000-000000000000");
        assertThat(Placement.home(id, 6)).isEqualTo(home);
    }

    @Test
    void workOfOnePartitionKeySpreadsOverAllPartitions() {
        List<ActionId> ids =
                IntStream.range(0, 600)
                        .mapToObj(i -> ActionRequest.named("n").key("k" + i).partitionKey("run"))
                        .map(request -> request.build().id())
                        .toList();
        assertThat(ids).extracting(id -> Placement.home(id, 6)).containsOnly(home(ids));
        int[] load = new int[6];
        ids.forEach(id -> load[Placement.work(id, 6)]++);
        assertThat(load)
                .as("100 each, within five standard deviations")
                .satisfies(all -> IntStream.of(all).forEach(n -> assertThat(n).isBetween(54, 146)));
    }

    private static int home(List<ActionId> ids) {
        return Placement.home(ids.get(0), 6);
    }
}
