package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Eventually;
import dev.slipway.link.Server;
import dev.slipway.login.KnownServers;
import dev.slipway.navigation.Destination;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The window as a process, rendered into memory.
class WindowProcessTest {
    private static final URI NOBODY = URI.create("http://127.0.0.1:9");

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void know() throws IOException {
        new KnownServers(folder.resolve("config/slipway")).remember(new Server("Office", NOBODY, "none"));
        Files.createDirectory(folder.resolve("run"));
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aSecondStartHandsItsLinkToTheFirstAndOneAfterAKillOpensAgainWhereThatWas() throws Exception {
        Process first = start(folder, List.of());
        awaitUsable(first);

        Process second =
                start(folder, List.of(new Destination.NewSession().link(NOBODY).toString()));
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isZero();
        assertThat(first.isAlive()).isTrue();
        Eventually.that(
                "the first is at the place of the link", Duration.ofSeconds(30), () -> kept().contains("=/new"));

        first.destroyForcibly().waitFor();
        Process third = start(folder, List.of());
        awaitUsable(third);
        assertThat(third.isAlive()).isTrue();
    }

    @Test
    void aVisitStandsApartAndLeavesNothingInThePersonsOwnFiles() throws Exception {
        Process first = start(folder, List.of());
        awaitUsable(first);
        String before = Files.readString(folder.resolve("config/slipway/servers.json"));
        Path place = Files.createDirectory(folder.resolve("demo"));
        Path file = Files.writeString(
                place.resolve("server.json"),
                "{\"name\": \"Demo\", \"address\": \"http://127.0.0.1:10\", \"token\": \"t\"}");

        Process visit = start(
                file,
                List.of(new Destination.NewSession()
                        .link(URI.create("http://127.0.0.1:10"))
                        .toString()));
        awaitUsable(visit);

        assertThat(first.isAlive()).isTrue();
        assertThat(Files.readString(folder.resolve("config/slipway/servers.json")))
                .isEqualTo(before);
        assertThat(place.resolve("window")).isDirectory();
    }

    @Test
    void whatIsNoLinkIsNotUnderstood() throws Exception {
        Process process = start(folder, List.of("--helpp"));

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
    }

    @Test
    void withoutADisplayItSaysSoInWords() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.slipway.desktop.Main")
                .redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY"));
        builder.environment().put("XDG_RUNTIME_DIR", folder.resolve("run").toString());
        Process process = builder.start();
        processes.add(process);

        assertThat(process.inputReader().readAllAsString()).startsWith("There is no display to open the window on\n");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    private String kept() {
        try {
            Path file = folder.resolve("config/slipway/window.properties");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static void awaitUsable(Process process) throws IOException {
        assertThat(process.inputReader().readLine()).startsWith("usable after");
    }

    /// @param server the file of a server to visit, or a folder for none
    private Process start(Path server, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dglass.platform=Headless",
                "-Dprism.order=sw",
                "-Dslipway.desktop.firstFrame=print",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.slipway.desktop.Main"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLIPWAY_"));
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        builder.environment().put("XDG_DATA_HOME", folder.resolve("data").toString());
        builder.environment().put("XDG_RUNTIME_DIR", folder.resolve("run").toString());
        builder.environment().put("SLIPWAY_HOME", folder.resolve("home").toString());
        if (Files.isRegularFile(server)) {
            builder.environment().put(Start.VISIT, server.toString());
        }
        Process process = builder.start();
        processes.add(process);
        return process;
    }
}
