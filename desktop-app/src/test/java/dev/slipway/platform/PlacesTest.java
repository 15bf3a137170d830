package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
    @TempDir
    Path home;

    @Test
    void filesStayWhereTheyHaveAlwaysBeen() {
        Map<String, String> none = Map.of("XDG_RUNTIME_DIR", home.toString());

        Places places = Places.of(none);

        Path user = Path.of(System.getProperty("user.home"));
        assertThat(places.settings()).isEqualTo(user.resolve(".config/slipway"));
        assertThat(places.data()).isEqualTo(user.resolve(".local/share/slipway-desktop"));
    }

    @Test
    void withoutAFolderForTheLoginAttachNamesOne() {
        String before = System.getProperty("user.home");
        System.setProperty("user.home", home.toString());
        try {
            assertThat(Places.of(Map.of()).passing().orElseThrow()).startsWithRaw(home.resolve(".gluon/slipway"));
        } finally {
            System.setProperty("user.home", before);
        }
    }

    @Test
    void theFolderForTheLoginComesFirstAndNothingIsMadeForIt() {
        String before = System.getProperty("user.home");
        System.setProperty("user.home", home.resolve("user").toString());
        try {
            Map<String, String> login = Map.of("XDG_RUNTIME_DIR", home.toString());
            assertThat(Places.of(login).passing().orElseThrow()).startsWithRaw(home.resolve("slipway"));
            assertThat(Files.exists(home.resolve("user"))).isFalse();
        } finally {
            System.setProperty("user.home", before);
        }
    }

    @Test
    void otherSettingsAreAnotherDesktop() {
        Map<String, String> one = Map.of("XDG_RUNTIME_DIR", home.toString(), "XDG_CONFIG_HOME", "/a");
        Map<String, String> other = Map.of("XDG_RUNTIME_DIR", home.toString(), "XDG_CONFIG_HOME", "/b");

        assertThat(Places.of(one).passing()).isNotEqualTo(Places.of(other).passing());
    }
}
