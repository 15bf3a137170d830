package dev.slipway.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// What holds for the shared model alone; the rules that hold for all packages are tested in the daemon.
@AnalyzeClasses(packages = "dev.slipway.model", importOptions = ModelArchitectureTest.ProductOnly.class)
class ModelArchitectureTest {
    private static final String WIRE = "dev.slipway.model.wire..";

    @ArchTest
    static final ArchRule jsonIsKnownToWireOnly = noClasses()
            .that()
            .resideOutsideOfPackage(WIRE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..")
            .because("the words stay plain: say in a mix-in or module of wire how they are written as JSON");

    @ArchTest
    static final ArchRule theWordsDoNotKnowTheWire = noClasses()
            .that()
            .resideOutsideOfPackage(WIRE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(WIRE)
            .because("the wire carries the words, not the other way round");

    static final class ProductOnly implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }
}
