package dev.slipway.desktop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/// The rules of the desktop's architecture, each of which fails the build.
@AnalyzeClasses(packages = "dev.slipway", importOptions = DesktopArchitectureTest.WithoutTests.class)
class DesktopArchitectureTest {
    private static final List<String> FEATURES = List.of(
            "login",
            "sessions",
            "people",
            "stream",
            "transcript",
            "composer",
            "code",
            "pullrequest",
            "search",
            "settings");

    /// In whichever target folder the tests are.
    static final class WithoutTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    @ArchTest
    static final ArchRule noticesKnowNoFeature = noClasses()
            .that()
            .resideInAPackage("dev.slipway.notice..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FEATURES.stream()
                    .map(feature -> "dev.slipway." + feature + "..")
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule noPackageCycles =
            slices().matching("dev.slipway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule aModelHasNoNode = noClasses()
            .that()
            .haveSimpleNameEndingWith("Model")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx.scene..", "javafx.stage..");

    @ArchTest
    static final ArchRule linkAndMirrorKnowNoToolkit = noClasses()
            .that()
            .resideInAnyPackage("dev.slipway.link..", "dev.slipway.mirror..", "dev.slipway.rfb..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..");

    @ArchTest
    static final ArchRule onlyThePlatformKnowsAttach = noClasses()
            .that()
            .resideOutsideOfPackage("dev.slipway.platform..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.gluonhq..");

    @ArchTest
    static void featuresDoNotKnowOneAnother(JavaClasses classes) {
        for (String feature : FEATURES) {
            String[] others = FEATURES.stream()
                    .filter(other -> !other.equals(feature))
                    .map(other -> "dev.slipway." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("dev.slipway." + feature + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }
}
