package dev.actionbus.payload;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import dev.actionbus.testkit.HouseRules;

@AnalyzeClasses(packages = "dev.actionbus", importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseRulesTest {
    @ArchTest static final ArchTests RULES = ArchTests.in(HouseRules.class);
}
