package dev.actionbus.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecisionTest {

    private final SchemaStore store = new SchemaStore();

    @Test
    void idsAndVersionsCountUpAndOneSchemaHasOneId() {
        assertThat(register("a", Schemas.fields("x"))).isEqualTo(1);
        assertThat(register("a", Schemas.fields("x"))).isEqualTo(1);
        assertThat(register("a", Schemas.fields("x", "y"))).isEqualTo(2);
        assertThat(register("b", " " + Schemas.fields("x"))).isEqualTo(1);
        assertThat(store.versions("a")).hasSize(2);
        assertThat(store.versionsOf(1)).hasSize(2);
    }

    @Test
    void theFirstWriteSaysTheGlobalLevelAloud() {
        assertThat(Decision.register(store, "a", Schemas.fields("x")).entries().getFirst())
                .isEqualTo(new LogEntry.LevelSet(Optional.empty(), Compatibility.FULL_TRANSITIVE));
    }

    @Test
    void deletedVersionsKeepTheirNumberAndTheirId() {
        register("a", Schemas.fields("x"));
        register("a", Schemas.fields("x", "y"));
        apply(Decision.deleteSubject(store, "a"));
        assertThat(store.subjects()).isEmpty();
        assertThat(store.schema(2)).isPresent();
        assertThat(register("a", Schemas.fields("x", "y"))).isEqualTo(2);
        assertThat(store.versions("a"))
                .extracting(LogEntry.SchemaVersion::version)
                .containsExactly(3);
        assertThatThrownBy(() -> Decision.deleteSubject(store, "never"))
                .isInstanceOf(RegistryRefusal.class);
    }

    @Test
    void readingTheLogTwiceChangesNothing() {
        List<LogEntry> log =
                List.of(
                        new LogEntry.SchemaVersion("a", 1, 1, Schemas.fields("x"), false, true),
                        new LogEntry.SubjectDeleted("a", 1),
                        new LogEntry.SchemaVersion("a", 2, 1, Schemas.fields("x"), false, true));
        log.forEach(store::apply);
        log.forEach(store::apply);
        assertThat(store.versions("a"))
                .extracting(LogEntry.SchemaVersion::version)
                .containsExactly(2);
        assertThat(store.nextId()).isEqualTo(2);
    }

    // Optional fields may come and go; a required one may only come (FORWARD) or go (BACKWARD).
    @ParameterizedTest
    @CsvSource({
        "NONE, true, true",
        "BACKWARD, false, true",
        "BACKWARD_TRANSITIVE, false, true",
        "FORWARD, true, false",
        "FORWARD_TRANSITIVE, true, false",
        "FULL, false, false",
        "FULL_TRANSITIVE, false, false",
    })
    void eachLevelAllowsWhatItSays(Compatibility level, boolean adding, boolean removing) {
        apply(Decision.setLevel(Optional.empty(), level));
        register("adds", Schemas.fields("x"));
        register("removes", Schemas.required("id"));
        assertThat(accepted("adds", Schemas.required("id"))).isEqualTo(adding);
        assertThat(accepted("removes", Schemas.fields("x"))).isEqualTo(removing);
    }

    @Test
    void onlyTransitiveLevelsLookFurtherBackThanTheLatest() {
        apply(Decision.setLevel(Optional.empty(), Compatibility.NONE));
        register("a", Schemas.fields("x"));
        register("a", Schemas.required("id"));
        apply(Decision.setLevel(Optional.of("a"), Compatibility.BACKWARD));
        assertThat(accepted("a", Schemas.required("id", "x"))).isTrue();
        apply(Decision.setLevel(Optional.of("a"), Compatibility.BACKWARD_TRANSITIVE));
        assertThat(accepted("a", Schemas.required("id", "x"))).isFalse();
    }

    private int register(String subject, String schema) {
        return apply(Decision.register(store, subject, schema));
    }

    private boolean accepted(String subject, String schema) {
        try {
            Decision.register(store, subject, schema).answer();
            return true;
        } catch (RegistryRefusal e) {
            assertThat(e.status()).isEqualTo(409);
            return false;
        }
    }

    private <T> T apply(Decision<T> decision) {
        decision.entries().forEach(store::apply);
        return decision.answer();
    }
}
