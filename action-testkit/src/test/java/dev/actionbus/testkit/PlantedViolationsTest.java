package dev.actionbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.actionbus.testkit.planted.Decent;
import dev.actionbus.testkit.planted.PlantedHelper;
import dev.actionbus.testkit.planted.one.Left;
import dev.actionbus.testkit.planted.two.Right;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules can fail: each finds what was planted for it, and nothing in a decent class. */
final class PlantedViolationsTest {

    private static final JavaClasses PLANTED =
            new ClassFileImporter().importClasses(PlantedHelper.class, Left.class, Right.class);
    private static final JavaClasses DECENT =
            new ClassFileImporter()
                    .importClasses(
                            Decent.class,
                            Decent.Answer.class,
                            Decent.Answer.Yes.class,
                            Decent.Answer.No.class,
                            Decent.Answer.No.NEVER.getClass());

    static Stream<ArchRule> rules() {
        return Stream.of(
                HouseRules.AVRO_STAYS_AT_THE_WIRE,
                HouseRules.FRAMEWORKS_STAY_AT_THE_RIM,
                HouseRules.NO_CONFLUENT_CODE,
                HouseRules.PACKAGES_HAVE_NO_CYCLES,
                HouseRules.CLOCKS_ARE_GIVEN,
                HouseRules.NAMES_SAY_WHAT_A_THING_IS,
                HouseRules.CONCRETE_CLASSES_ARE_FINAL);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void thePlantedViolationIsFound(ArchRule rule) {
        assertThat(rule.evaluate(PLANTED).hasViolation()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void decentCodeIsLeftAlone(ArchRule rule) {
        assertThat(rule.evaluate(DECENT).getFailureReport().getDetails()).isEmpty();
    }
}
