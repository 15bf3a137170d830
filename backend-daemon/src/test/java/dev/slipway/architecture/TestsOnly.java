package dev.slipway.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/// Keeps test classes alone.
final class TestsOnly implements ImportOption {
    @Override
    public boolean includes(Location location) {
        return location.contains("/test-classes/");
    }
}
