package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ShownKey;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.model.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SshAliasesTest {
    @TempDir
    Path home;

    private Path config;
    private Path key;

    @BeforeEach
    void write() throws Exception {
        key = Files.writeString(home.resolve("id_work"), "a key");
        config = home.resolve("config");
        Files.writeString(home.resolve("more"), "Host included\n  HostName 10.0.0.9\n");
        Files.writeString(config, """
                # Host commented
                Include %s
                Host build "box"
                  HostName build.example.org
                  User slipway
                  Port 2222
                  IdentityFile %s
                  IdentityFile %s-missing
                host=inner
                  HostName 10.1.0.2
                  ProxyJump gate
                Host gate
                  HostName gate.example.org
                  User jumper
                Host far
                  ProxyJump ada@one:22,two
                Host odd
                  ProxyCommand nc %%h %%p
                Host web-* !web-secret
                  User web
                Match host matched
                  HostName 2001:db8::7
                  User m
                Host *
                  User everyone
                """.formatted(home.resolve("more"), key, key));
    }

    @Test
    void namesWithoutWildcardsCanBeChosen() {
        assertThat(aliases().names())
                .containsExactly("included", "build", "box", "inner", "gate", "far", "odd", "matched");
    }

    @Test
    void aNameStandsForWhatSshMakesOfIt() {
        assertThat(aliases().resolve("build"))
                .isEqualTo(new SshAliases.Server(
                        "slipway@build.example.org:2222", Optional.empty(), Optional.empty(), Optional.of(key)));
        assertThat(aliases().resolve("inner"))
                .isEqualTo(new SshAliases.Server(
                        "everyone@10.1.0.2",
                        Optional.of("jumper@gate.example.org"),
                        Optional.of("gate"),
                        Optional.empty()));
        assertThat(aliases().resolve("web-7").address()).isEqualTo("web@web-7");
        assertThat(aliases().resolve("matched").address()).isEqualTo("m@[2001:db8::7]");
        assertThat(aliases().resolve("included").address()).isEqualTo("everyone@10.0.0.9");
    }

    @Test
    void aNameThatIsNotThereIsSaidWithThoseThatAre() {
        for (String alias : List.of("nowhere", "", "-oProxyCommand=id", "commented", "../x")) {
            assertThatThrownBy(() -> aliases().resolve(alias)).isInstanceOfSatisfying(ProblemException.class, e -> {
                assertThat(e.problem().code()).isEqualTo("unknown-ssh-alias");
                assertThat(e.problem().remedy().orElseThrow()).contains("build, box, inner");
            });
        }
        SshAliases none = new SshAliases(home, Optional.of(home.resolve("missing")));
        assertThat(none.names()).isEmpty();
        assertThatThrownBy(() -> none.resolve("build")).hasMessageContaining("There are no names");
    }

    @Test
    void waysThatTheDaemonCannotGoAreRefused() {
        assertThatThrownBy(() -> aliases().resolve("far")).hasMessageContaining("through ada@one:22,two");
        assertThatThrownBy(() -> aliases().resolve("odd")).hasMessageContaining("nc %h %p");
    }

    @Test
    void aHostIsAddedByItsName() throws Exception {
        try (FakeDaemon daemon = new FakeDaemon()) {
            daemon.on("POST /hosts/key", 200, new ShownKey("ssh-ed25519", "AAAA", "SHA256:seen"));
            CommandLineRun asked = add(daemon);
            assertThat(asked.err())
                    .contains("slipway host add --from-ssh-config build --ssh-config config --accept SHA256:seen");

            CommandLineRun run = add(daemon, "--accept", "SHA256:seen", "--label", "eu");

            assertThat(daemon.requests.getLast().target()).isEqualTo("POST /hosts");
            assertThat(Json.read(daemon.requests.getLast().body(), HostCalls.NewHost.class))
                    .isEqualTo(new HostCalls.NewHost(
                            new HostId("build"),
                            "slipway@build.example.org:2222",
                            Optional.empty(),
                            "SHA256:seen",
                            Optional.of(key.toString()),
                            Optional.empty(),
                            List.of("eu"),
                            Optional.empty()));
            assertThat(run.exitCode())
                    .as("the daemon of this test knows no more")
                    .isEqualTo(1);
        }
    }

    @Test
    void aServerOnTheWayMustBeAHostFirst() throws Exception {
        try (FakeDaemon daemon = new FakeDaemon()) {
            daemon.on("GET /hosts", 200, """
                    {"hosts":[],"publicKey":"k","rules":{"network":"none","allowed":[],"memoryMb":1,"processes":1,"cpus":1}}""");

            CommandLineRun run =
                    daemon.run(home, "host", "add", "--from-ssh-config", "inner", "--ssh-config", "config");

            assertThat(run.err()).contains("gate (jumper@gate.example.org)", "host add --from-ssh-config gate");
        }
    }

    @Test
    void theNamesAreListedWithTheirAddresses() throws Exception {
        try (FakeDaemon daemon = new FakeDaemon()) {
            CommandLineRun run = daemon.run(home, "host", "aliases", "--ssh-config", "config");

            assertThat(run.out())
                    .contains(
                            "slipway@build.example.org:2222", "via gate", "odd", "The way to this server is a program");
        }
    }

    private CommandLineRun add(FakeDaemon daemon, String... more) {
        List<String> words =
                new ArrayList<>(List.of("host", "add", "--from-ssh-config", "build", "--ssh-config", "config"));
        words.addAll(List.of(more));
        return daemon.run(home, words.toArray(String[]::new));
    }

    private SshAliases aliases() {
        return new SshAliases(home, Optional.of(config));
    }
}
