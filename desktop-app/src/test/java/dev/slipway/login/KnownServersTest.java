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
    void eachKeepsItsPlaceAndTheLastOneIsRemembered() {
        KnownServers known = new KnownServers(folder);
        Server office = new Server("office", URI.create("https://slipway.example.org"), "old");
        Server home = new Server("home", URI.create("http://127.0.0.1:7475"), "b");
        known.remember(office);
        known.remember(home);
        Server renewed = new Server("office", office.address(), "new");
        known.remember(renewed);

        assertThat(new KnownServers(folder).all()).containsExactly(renewed, home);
        assertThat(new KnownServers(folder).last()).contains(renewed);
    }

    @Test
    void aFileOfAnOlderSlipwayHasTheLastOneFirst() throws IOException {
        Files.writeString(folder.resolve("servers.json"), """
                {"servers": [{"name": "a", "address": "http://a", "token": "x"},
                             {"name": "b", "address": "http://b", "token": "y"}]}""");

        KnownServers known = new KnownServers(folder);

        assertThat(known.last()).map(Server::name).contains("a");
        known.remember(known.all().get(1));
        assertThat(known.all()).extracting(Server::name).containsExactly("a", "b");
        assertThat(known.last()).map(Server::name).contains("b");
    }

    @Test
    void aFileThatCannotBeUnderstoodIsPutAside() throws IOException {
        Files.writeString(folder.resolve("servers.json"), "{\"servers\": [");

        assertThat(new KnownServers(folder).all()).isEmpty();

        assertThat(folder.resolve("servers.json.damaged")).hasContent("{\"servers\": [");
    }

    @Test
    void whoSignsOutKeepsTheServerButNoToken() throws IOException {
        KnownServers known = new KnownServers(folder);
        Server office = new Server("office", URI.create("https://slipway.example.org"), "secret");
        known.remember(office);

        known.signOut(office);

        assertThat(known.all()).extracting(Server::address).containsExactly(office.address());
        assertThat(known.last()).isEmpty();
        assertThat(Files.readString(folder.resolve("servers.json"))).doesNotContain("secret");
    }

    @Test
    void thisComputersOwnIsOneWhateverItsPort() {
        KnownServers known = new KnownServers(folder);
        known.rememberLocal(new Server("This computer", URI.create("http://127.0.0.1:1001"), "t"));
        known.remember(new Server("tunnel", URI.create("http://127.0.0.1:2002"), "u"));
        Server now = new Server("This computer", URI.create("http://127.0.0.1:1003"), "t");
        known.rememberLocal(now);

        assertThat(known.all()).extracting(server -> server.address().getPort()).containsExactly(2002, 1003);
        assertThat(known.isLocal(now)).isTrue();
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
