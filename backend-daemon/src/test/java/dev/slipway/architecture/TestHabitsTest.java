package dev.slipway.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.slipway", importOptions = TestsOnly.class)
class TestHabitsTest {
    @ArchTest
    static final ArchRule testsWaitForAConditionAndDoNotSleep = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "Thread.sleep",
                    call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                            && call.getName().equals("sleep")))
            .because(
                    "a sleep is too short on a busy machine and too long on any other: wait for the condition, with a deadline");

    @ArchTest
    static final ArchRule testsUseRealParts = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mockito..", "org.easymock..", "io.mockk..", "org.powermock..")
            .because(
                    "a mock repeats what its author believes: use the real part, or a hand-written fake beside the feature");
}
