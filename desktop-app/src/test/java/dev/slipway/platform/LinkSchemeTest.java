package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkSchemeTest {
    @TempDir
    Path folder;

    @Test
    void theEntryNamesTheLauncherAndTheScheme() throws Exception {
        LinkScheme links = new LinkScheme(
                Map.of("XDG_DATA_HOME", folder.toString()),
                Optional.of(Path.of("/opt/my \"slipway\" 100%/$x/slipway")));

        assertThat(links.register()).first().asString().contains("slipway.desktop");

        assertThat(Files.readAllLines(folder.resolve("applications").resolve("slipway.desktop")))
                .contains("Exec=\"/opt/my \\\\\"slipway\\\\\" 100%%/\\\\$x/slipway\" desktop %u")
                .contains("MimeType=x-scheme-handler/slipway;");
    }

    @Test
    void whatWasRegisteredCanBeTakenBack() {
        LinkScheme links =
                new LinkScheme(Map.of("XDG_DATA_HOME", folder.toString()), Optional.of(Path.of("/opt/slipway")));
        links.register();

        links.unregister();

        assertThat(folder.resolve("applications")).isEmptyDirectory();
        assertThat(folder.resolve("icons/hicolor/256x256/apps")).isEmptyDirectory();
    }

    @Test
    void withoutALauncherThereIsNothingToRegister() {
        LinkScheme links = new LinkScheme(Map.of("XDG_DATA_HOME", folder.toString()), Optional.empty());

        assertThat(links.possible()).isFalse();
        assertThatThrownBy(links::register).hasMessageContaining("can't register");
    }
}
