package dev.actionbus.testkit;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;

/**
 * Also for the modules this one depends on, which can not depend on it: the contract, the broker.
 */
@AnalyzeClasses(packages = "dev.actionbus", importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseRulesTest {

    @ArchTest static final ArchTests RULES = ArchTests.in(HouseRules.class);
}
