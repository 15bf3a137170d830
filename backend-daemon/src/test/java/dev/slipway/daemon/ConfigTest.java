package dev.slipway.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.image.ImageSettings;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.snapshot.CopySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigTest {
    @TempDir
    Path home;

    @Test
    void defaultsArePinned() {
        Config config = Config.load(home);

        assertThat(config.server()).isEqualTo(new Config.Server("127.0.0.1:7475", List.of(), List.of()));
        assertThat(config.models()).isEqualTo(new Config.Models(Optional.empty(), List.of()));
        assertThat(config.sandbox())
                .isEqualTo(new Config.Sandbox(
                        false,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        "none",
                        List.of(),
                        List.of(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty()));
        assertThat(SandboxConfig.copies(config.sandbox(), home)).contains(new CopySettings(home, 20_000_000_000L));
        assertThat(config.warm()).isEqualTo(new Config.Warm(true, 3, 8, 240));
        assertThat(config.forge()).isEqualTo(new Config.Forge(1, false));
        assertThat(config.images())
                .isEqualTo(new Config.Images(
                        true, "30m", "30m", OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Map.of()));
        assertThat(ImageConfig.settings(config.images())).isEqualTo(ImageSettings.DEFAULT);
    }

    @Test
    void whatIsSaidOfImagesIsRead() throws IOException {
        write("""
                images:
                  automatic: false
                  cadence: 6h
                  time_limit: 45m
                  used_within_days: 3
                  at_once: 2
                  keep_free: 20G
                  hosts: { build-1: 15% }
                """);

        Config config = Config.load(home);

        assertThat(config.images().automatic()).isFalse();
        assertThat(ImageConfig.settings(config.images()))
                .isEqualTo(new ImageSettings(
                        Duration.ofHours(6),
                        Duration.ofDays(3),
                        ImageSettings.DEFAULT.settle(),
                        Duration.ofMinutes(45),
                        2,
                        new ImageSettings.KeepFree(100, 20L << 30),
                        Map.of(new HostId("build-1"), new ImageSettings.KeepFree(15, Long.MAX_VALUE))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cadence: soon", "time_limit: 0m", "at_once: 0", "keep_free: 95%", "keep_free: lots"})
    void whatMakesNoSenseOfImagesIsRefused(String line) throws IOException {
        write("images: { " + line + " }");
        Config config = Config.load(home);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> ImageConfig.settings(config.images()))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("malformed-images"));
    }

    @Test
    void everySettingIsRead() throws IOException {
        write("""
                server: { listen: "0.0.0.0:80", hosts: [slipway.example.org], origins: ["https://a.example.org"] }
                models:
                  standard: local/qwen3
                  providers:
                    - name: local
                      kind: openai-chat
                      base_url: http://127.0.0.1:11434/v1
                      key: env:LOCAL_KEY
                      models: [qwen3]
                      headers: { X-Team: shop }
                      silence_seconds: 900
                sandbox: { unisolated: true, memory_mb: 2048, processes: 99, cpus: 1, network: allow, allow: [repo.example.org], tools: [/opt/jdk] }
                warm: { enabled: false, per_repository: 1, per_host: 2, max_age_minutes: 30 }
                forge: { approvals: 0, protect_default: true }
                """);

        Config config = Config.load(home);

        assertThat(config.server().listen()).isEqualTo("0.0.0.0:80");
        assertThat(config.models().providers())
                .containsExactly(new Config.Provider(
                        "local",
                        "openai-chat",
                        Optional.of("http://127.0.0.1:11434/v1"),
                        Optional.of("env:LOCAL_KEY"),
                        List.of("qwen3"),
                        Map.of("X-Team", "shop"),
                        OptionalInt.of(900)));
        assertThat(config.sandbox().memoryMb()).hasValue(2048);
        assertThat(config.sandbox().allow()).containsExactly("repo.example.org");
        assertThat(config.warm()).isEqualTo(new Config.Warm(false, 1, 2, 30));
        assertThat(config.forge()).isEqualTo(new Config.Forge(0, true));
    }

    @Test
    void aMisspeltKeyIsNamedWithItsLine() throws IOException {
        write("forge:\n  aprovals: 2\n");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Config.load(home))
                .satisfies(
                        e -> assertThat(e.problem().detail())
                                .endsWith(
                                        "line 2, at forge.aprovals: there is no such key. There are: approvals, protect_default."));
    }

    @Test
    void aValueOfTheWrongKindIsNamedWithWhatItShouldBe() throws IOException {
        write("sandbox:\n  memory_mb: lots\n");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Config.load(home))
                .satisfies(e -> assertThat(e.problem().detail())
                        .endsWith("line 2, at sandbox.memory_mb: \"lots\" is not a whole number."));
    }

    @Test
    void aKeyIsNeverShown() throws IOException {
        write("models: { providers: [ { name: a, kind: anthropic, key: sk-secret } ] }");

        assertThat(Config.load(home).toString()).doesNotContain("sk-secret");
    }

    @Test
    void whatMakesNoSenseIsRefusedInWords() throws IOException {
        for (String wrong : List.of(
                "sandbox: { memory_mb: -1 }",
                "sandbox: { processes: 0 }",
                "sandbox: { cpus: 0 }",
                "sandbox: { network: everything }",
                "models: { providers: [ { kind: anthropic } ] }",
                "models: { providers: [ { name: a } ] }",
                "models: { providers: [ { name: rehearsal, kind: anthropic } ] }",
                "models: { providers: 7 }",
                "models: { providers: [ null ] }",
                "server: [",
                "- a list",
                "just words",
                "sandbox: { memory_mb: much }",
                "\tserver: {}")) {
            write(wrong);
            assertThatExceptionOfType(ProblemException.class)
                    .as(wrong)
                    .isThrownBy(() -> {
                        Config config = Config.load(home);
                        SandboxConfig.template(config.sandbox());
                        ModelConfig.providers(config.models(), Map.of());
                    })
                    .satisfies(e -> assertThat(e.problem().remedy()).as(wrong).isPresent());
        }
    }

    @Test
    void aFileThatIsNoTextIsRefusedInWords() throws IOException {
        Files.write(home.resolve(Config.FILE), new byte[] {'a', (byte) 0xff, (byte) 0xfe});

        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> Config.load(home));
    }

    @Test
    void oneHomeHasOneDaemon() throws IOException {
        try (HomeLock held = HomeLock.take(home)) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> HomeLock.take(home))
                    .satisfies(e -> {
                        assertThat(e.problem().code()).isEqualTo("home-in-use");
                        assertThat(e.problem().remedy()).isPresent();
                    });
            assertThat(held.lock().isValid()).isTrue();
        }
        HomeLock.take(home).close();
    }

    private void write(String text) throws IOException {
        Files.writeString(home.resolve(Config.FILE), text);
    }
}
