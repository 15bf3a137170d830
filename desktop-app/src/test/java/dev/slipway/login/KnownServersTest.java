package dev.slipway.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownServersTest {
    @TempDir
    Path folder;

    @Test
    void theLastOneComesFirstAndEachAddressOnce() {
        KnownServers known = new KnownServers(folder);
        Server office = new Server("office", URI.create("https://slipway.example.org"), "old");
        Server home = new Server("home", URI.create("http://127.0.0.1:7475"), "b");
        known.remember(office);
        known.remember(home);
        Server renewed = new Server("office", office.address(), "new");
        known.remember(renewed);

        assertThat(new KnownServers(folder).all()).containsExactly(renewed, home);
    }

    @Test
    void nobodyElseReadsTheTokens() throws IOException {
        new KnownServers(folder).remember(new Server("x", URI.create("http://localhost"), "secret"));

        assertThat(Files.getPosixFilePermissions(folder.resolve("servers.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void filesOfADaemonThatIsGoneAreNoDaemon() throws IOException {
        Files.writeString(folder.resolve("daemon.url"), "http://127.0.0.1:1\n");
        Files.writeString(folder.resolve("token"), "t");

        assertThat(new LocalDaemon(folder, Optional.empty()).running()).isEmpty();
    }
}
