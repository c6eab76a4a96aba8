package dev.actionbus.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.time.LocalDateTime;

/**
 * The rules every module keeps to. A module's {@code HouseRulesTest}:
 *
 * <pre>{@code
 * @AnalyzeClasses(packages = "dev.actionbus", importOptions = ImportOption.DoNotIncludeTests.class)
 * final class HouseRulesTest {
 *     @ArchTest static final ArchTests RULES = ArchTests.in(HouseRules.class);
 * }
 * }</pre>
 */
public final class HouseRules {

    private static final String[] GENERATED = {"dev.actionbus.event..", "dev.actionbus.state.."};

    /** The supertypes of the generated records: whoever holds a record sees these. */
    private static final DescribedPredicate<JavaClass> AVRO_BUT_RECORDS =
            resideInAPackage("org.apache.avro..")
                    .and(
                            DescribedPredicate.not(
                                    name("org.apache.avro.specific.SpecificRecord")
                                            .or(name("org.apache.avro.specific.SpecificRecordBase"))
                                            .or(name("org.apache.avro.generic.IndexedRecord"))
                                            .or(name("org.apache.avro.generic.GenericContainer"))
                                            .forSubtype()));

    @ArchTest
    public static final ArchRule AVRO_STAYS_AT_THE_WIRE =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "..wire..",
                            GENERATED[0],
                            GENERATED[1],
                            "dev.actionbus.embedded.registry..")
                    .should()
                    .dependOnClassesThat(AVRO_BUT_RECORDS)
                    .as("only the wire, the events and the registry see Avro")
                    .allowEmptyShould(true);

    @ArchTest
    public static final ArchRule FRAMEWORKS_STAY_AT_THE_RIM =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("..app..", "dev.actionbus.standalone..")
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("io.quarkus..", "jakarta.."))
                    .as("only app packages and the one-process program see Quarkus and Jakarta")
                    .allowEmptyShould(true);

    @ArchTest
    public static final ArchRule NO_CONFLUENT_CODE =
            noClasses()
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.confluent.."))
                    .as("nothing needs io.confluent")
                    .allowEmptyShould(true);

    @ArchTest
    public static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.actionbus.(**)")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true);

    @ArchTest
    public static final ArchRule CLOCKS_ARE_GIVEN =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "..app..", "dev.actionbus.standalone..", "dev.actionbus.bench..")
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(LocalDateTime.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .as("only the rim reads the wall clock; everybody else is given a clock")
                    .allowEmptyShould(true);

    @ArchTest
    public static final ArchRule NAMES_SAY_WHAT_A_THING_IS =
            noClasses()
                    .should()
                    .haveSimpleNameEndingWith("Util")
                    .orShould()
                    .haveSimpleNameEndingWith("Utils")
                    .orShould()
                    .haveSimpleNameEndingWith("Helper")
                    .orShould()
                    .haveSimpleNameEndingWith("Manager")
                    .orShould()
                    .haveSimpleNameEndingWith("Impl")
                    .orShould()
                    .haveSimpleNameStartingWith("Abstract")
                    .orShould()
                    .haveSimpleNameStartingWith("Base")
                    .as("no Util, Helper, Manager, Impl, Abstract or Base in a name")
                    .allowEmptyShould(true);

    @ArchTest
    public static final ArchRule CONCRETE_CLASSES_ARE_FINAL =
            ArchRuleDefinition.classes()
                    .that(areConcrete())
                    .should()
                    .haveModifier(JavaModifier.FINAL)
                    .as("concrete classes are final")
                    .allowEmptyShould(true);

    private HouseRules() {}

    private static DescribedPredicate<JavaClass> areConcrete() {
        return DescribedPredicate.describe("are concrete", HouseRules::isConcrete);
    }

    private static boolean isConcrete(JavaClass type) {
        return !resideInAnyPackage(GENERATED).test(type)
                && !type.isInterface()
                && !type.isEnum()
                && !type.isRecord()
                && !type.isAnonymousClass()
                && !type.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !Modifier.isAbstract(type.reflect().getModifiers())
                && !Enum.class.isAssignableFrom(type.reflect())
                && !type.reflect().isSealed();
    }
}
