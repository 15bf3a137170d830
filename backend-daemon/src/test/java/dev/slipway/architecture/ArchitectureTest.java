package dev.slipway.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "dev.slipway", importOptions = ProductOnly.class)
class ArchitectureTest {
    private static final int MOST_ARGUMENTS = 7;

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("dev.slipway.(**)")
            .should()
            .beFreeOfCycles()
            .because("a cycle makes one package of two; break it by an interface that the lower one declares");

    @ArchTest
    static final ArchRule packagesUseOnlyWhatStandsBeforeThem = classes().should(new PackageOrder());

    @ArchTest
    static final ArchRule onlyAgentAndSessionAppendToAJournal = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.slipway.journal..", "dev.slipway.agent..", "dev.slipway.session..", "dev.slipway.bench..")
            .should()
            .accessTargetWhere(appendsToAJournal())
            .because("one writer keeps the story of a session in order: ask the session, or read its journal")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule everyPackageIntroducesItself =
            classes().should(stayInAPackageWithInfo()).because("package-info.java is where a reader begins");

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = classes().should(haveTellingNames());

    @ArchTest
    static final ArchRule constructorsStayShort = classes()
            .that()
            .areNotRecords()
            .and()
            .areNotEnums()
            .should(takeFewArguments())
            .because("a constructor that takes more is a feature in the wrong place");

    private static DescribedPredicate<JavaAccess<?>> appendsToAJournal() {
        return DescribedPredicate.describe(
                "append to a journal",
                access -> access.getTargetOwner().getPackageName().startsWith("dev.slipway.journal")
                        && access.getName().startsWith("append"));
    }

    private static ArchCondition<JavaClass> stayInAPackageWithInfo() {
        return new ArchCondition<>("stay in a package with a @NullMarked package-info") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            type,
                            "%s: give %s a package-info.java with @NullMarked that says what the package owns, may use, and where to begin"
                                    .formatted(type.getName(), type.getPackageName())));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> haveTellingNames() {
        Pattern emptyWord = Pattern.compile("Utils?|Common|Helpers?|Managers?|Impl");
        Pattern emptyEnding = Pattern.compile(".*(" + emptyWord + ")");
        Pattern emptyRoom = Pattern.compile(".*\\.(utils?|common|helpers?|managers?|impl)(\\..*)?");
        return new ArchCondition<>("be named for what they own or do") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (emptyEnding.matcher(type.getSimpleName()).matches()
                        || emptyRoom.matcher(type.getPackageName()).matches()) {
                    events.add(SimpleConditionEvent.violated(
                            type,
                            "%s: util, common, helper, manager and impl say nothing; name it for the thing it owns"
                                    .formatted(type.getName())));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> takeFewArguments() {
        return new ArchCondition<>("take at most " + MOST_ARGUMENTS + " constructor arguments") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaConstructor constructor : type.getConstructors()) {
                    int count = constructor.getRawParameterTypes().size();
                    if (count > MOST_ARGUMENTS && !constructor.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                        events.add(SimpleConditionEvent.violated(
                                type, "%s takes %d arguments".formatted(constructor.getFullName(), count)));
                    }
                }
            }
        };
    }
}
