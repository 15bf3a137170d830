package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With processes of their own, as a lock is one's process's.
class SingleInstanceTest {
    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aSecondHandsItsLinkOverAndEnds() throws Exception {
        BufferedReader first = start("");
        assertThat(first.readLine()).isEqualTo("first");

        assertThat(start("slipway://127.0.0.1:7475/new").readLine()).isEqualTo("second");
        assertThat(first.readLine()).isEqualTo("heard slipway://127.0.0.1:7475/new");
        assertThat(processes.get(1).waitFor()).isZero();
        assertThat(start("").readLine()).isEqualTo("second");
        assertThat(first.readLine()).isEqualTo("heard ");
    }

    @Test
    void afterAKillTheSocketThatIsLeftIsNobodys() throws Exception {
        assertThat(start("").readLine()).isEqualTo("first");
        processes.getFirst().destroyForcibly().waitFor();
        assertThat(folder.resolve("one").resolve("socket")).exists();

        assertThat(start("").readLine()).isEqualTo("first");
    }

    @Test
    void nobodyElseEntersItsFolder() throws Exception {
        assertThat(start("").readLine()).isEqualTo("first");

        assertThat(Files.getPosixFilePermissions(folder.resolve("one")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void oneThatHangsIsNotWaitedForForEver() throws Exception {
        assertThat(start("").readLine()).isEqualTo("first");
        Process stopped = new ProcessBuilder(
                        "kill", "-STOP", String.valueOf(processes.getFirst().pid()))
                .start();
        assertThat(stopped.waitFor()).isZero();

        assertThatThrownBy(() -> SingleInstance.claim(folder.resolve("one"), "", Duration.ofMillis(400)))
                .hasMessageContaining("does not answer");
    }

    private BufferedReader start(String message) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstInstance.class.getName(),
                        folder.resolve("one").toString(),
                        message)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        return process.inputReader();
    }
}
