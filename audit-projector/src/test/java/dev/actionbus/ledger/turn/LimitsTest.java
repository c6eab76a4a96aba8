package dev.actionbus.ledger.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionbus.action.ActionId;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ConcurrencyLimit;
import dev.actionbus.event.Context;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.event.Intent;
import dev.actionbus.event.RateLimit;
import dev.actionbus.testkit.InMemorySchemaRegistry;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RegistryUnavailable;
import dev.actionbus.wire.SchemaRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which turns a request needs. */
final class LimitsTest {

    private static final String ID = "0a0b0c0d-0000-8000-8000-000000000000";

    private final RecordCodec codec = new RecordCodec(new InMemorySchemaRegistry());
    private final HandlerDirectory handlers = new HandlerDirectory(codec);
    private final Limits limits = new Limits(handlers);

    @Test
    void aRequestOfAHandlerThatNobodyDeclaresNeedsNone() {
        assertThat(limits.of(request("{}", null))).isEmpty();
    }

    @Test
    void firstTheLaneThenTheRateThenTheConcurrency() {
        RateLimit rate = new RateLimit(10, 1000L, "tenant");
        declare(Declarations.of("train", new ConcurrencyLimit(3, "params.gpu"), rate));

        assertThat(limits.of(request("{\"gpu\":\"a100\"}", "l/1")))
                .containsExactly(
                        new Want("lane:acme/l/1", true, 1, null),
                        new Want("rate:train@1/acme", false, null, rate),
                        new Want("concurrency:train@1/a100", false, 3, null));
    }

    @Test
    void thePoolIsLastAndOneForAllItsActions() {
        ConcurrencyLimit eight = new ConcurrencyLimit(8, null);
        Want pool = new Want("pool:default", false, 8, null);
        declare(Declarations.ofPool("train", new ConcurrencyLimit(3, null), null, eight));
        assertThat(limits.of(request("{}", null)))
                .containsExactly(new Want("concurrency:train@1", false, 3, null), pool);

        declare(Declarations.ofPool("train", null, null, eight));
        assertThat(limits.of(request("{}", null))).containsExactly(pool);
    }

    @Test
    void aRunTakesNoTurnOfAnActionThatHasItsName() {
        declare(Declarations.of("train", new ConcurrencyLimit(1, null), null));
        ActionRequested run = request("{}", "l/1");
        run.put(run.getSchema().getField("definition").pos(), "{}");

        assertThat(limits.of(run)).containsExactly(new Want("lane:acme/l/1", true, 1, null));
    }

    @Test
    void theNewestDeclarationCounts() {
        declare(Declarations.of("train", new ConcurrencyLimit(3, null), null));
        assertThat(limits.of(request("{}", null)))
                .containsExactly(new Want("concurrency:train@1", false, 3, null));

        declare(Declarations.of("train", new ConcurrencyLimit(5, null), null));
        assertThat(limits.of(request("{}", null)))
                .containsExactly(new Want("concurrency:train@1", false, 5, null));

        handlers.learn(RowKeys.utf8("train@1"), null);
        assertThat(limits.of(request("{}", null))).isEmpty();
        assertThat(handlers.all()).isEmpty();
    }

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tenant|{}|acme",
                "label.team|{}|ml",
                "label.x.y|{}|dotted",
                "label.none|{}|``",
                "params.a|{\"a\":\"x\"}|x",
                "params.a.b|{\"z\":{\"b\":1},\"a\":{\"c\":[1],\"b\":\"deep\"}}|deep",
                "params.a|{\"b\":{\"a\":1}}|``",
                "params.a|{\"a\":null}|``",
                "params.a|{\"a\":\"\"}|``",
                "params.a.b|{\"a\":[1]}|``",
                "params.a|{\"a\": 1.0 }|1",
                "params.a|{\"a\":1e2,\"b\":1}|100",
                "params.a|{\"a\":true}|true",
                "params.a|{\"a\": {\"y\" : 1, \"x\": [ 1, 2 ]} }|{\"x\":[1,2],\"y\":1}",
                "params.a|{\"a\": [\"ü\", 1 ] }|[\"ü\",1]",
                "params.a|{\"ü\":\"ü\",\"a\": -7}|-7",
                "nonsense|{}|``",
            })
    void aLimitHasAKeyForEachValue(String key, String params, String value) {
        assertThat(LimitValue.of(key, request(params, null))).isEqualTo(value);
    }

    @Test
    void longValuesAreToldApartByTheirDigests() {
        String one =
                LimitValue.of("params.a", request("{\"a\":\"" + "x".repeat(101) + "\"}", null));
        String other =
                LimitValue.of("params.a", request("{\"a\":\"" + "x".repeat(102) + "\"}", null));

        assertThat(one).startsWith("sha256:").hasSize(71).isNotEqualTo(other);
    }

    @Test
    void aLaneIsAtHomeWithItsActionsAndOtherLimitsByTheirNames() {
        ActionId id = new ActionId(ID);

        assertThat(LimitHome.of("lane:acme/x", id, 7)).isEqualTo(Placement.home(id, 7));
        assertThat(LimitHome.of("concurrency:train@1", id, 7))
                .isEqualTo(
                        LimitHome.of(
                                "concurrency:train@1", new ActionId("1" + ID.substring(1)), 7));
        assertThat(LimitHome.of("concurrency:train@1", id, 1000))
                .isNotEqualTo(LimitHome.of("concurrency:train@2", id, 1000));
    }

    @Test
    void whatIsNoDeclarationIsIgnoredAndTheOthersCount() {
        declare(Declarations.of("train", new ConcurrencyLimit(3, null), null));
        handlers.learn(RowKeys.utf8("other@1"), new byte[] {7});
        handlers.learn(
                RowKeys.utf8("stranger@1"), codec.encode(Declarations.of("train", null, null)));
        handlers.learn(null, new byte[] {7});

        assertThat(handlers.all()).extracting(HandlerDeclared::getName).containsExactly("train");
        assertThat(handlers.find("other", 1)).isEmpty();
        assertThat(handlers.find("stranger", 1)).isEmpty();
    }

    @Test
    void aRegistryThatIsAwayEndsWhoAsksAndNotWhoLearns() {
        InMemorySchemaRegistry real = new InMemorySchemaRegistry();
        HandlerDeclared declared = Declarations.of("train", null, null);
        byte[] bytes = new RecordCodec(real).encode(declared);
        Flaky flaky = new Flaky(real);
        HandlerDirectory directory = new HandlerDirectory(new RecordCodec(flaky));

        directory.learn(RowKeys.utf8("train@1"), bytes);

        Assertions.assertThatThrownBy(() -> directory.find("train", 1))
                .isInstanceOf(RegistryUnavailable.class);
        flaky.away = false;
        assertThat(directory.find("train", 1)).contains(declared);
    }

    private void declare(HandlerDeclared declared) {
        handlers.learn(RowKeys.utf8(Declarations.id(declared)), codec.encode(declared));
    }

    private static ActionRequested request(String params, @Nullable String lane) {
        Context context =
                new Context(
                        "alice",
                        "story",
                        null,
                        null,
                        null,
                        null,
                        Map.of("team", "ml", "x.y", "dotted"));
        return new ActionRequested(
                "r1",
                ID,
                new Intent("acme", "train", 1, "k", lane),
                params,
                null,
                null,
                context,
                List.of(),
                List.of(),
                Asks.START,
                null,
                lane,
                7,
                null);
    }

    private static final class Flaky implements SchemaRegistry {

        private final SchemaRegistry real;
        private boolean away = true;

        Flaky(SchemaRegistry real) {
            this.real = real;
        }

        @Override
        public int register(String subject, String schema) {
            return real.register(subject, schema);
        }

        @Override
        public Optional<String> schemaById(int id) {
            if (away) {
                throw new RegistryUnavailable("away", new IllegalStateException());
            }
            return real.schemaById(id);
        }
    }
}
