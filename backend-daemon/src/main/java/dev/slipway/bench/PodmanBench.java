package dev.slipway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The same steps with Podman, from an image made here, as a bench can't count on a network.
final class PodmanBench {
    /// Hosts that are containers themselves lack the right to raise these.
    private static final List<String> RUN = List.of(
            "run",
            "--rm",
            "-d",
            "--runtime",
            "runc",
            "--network",
            "none",
            "--ulimit",
            "nofile=1024:4096",
            "--ulimit",
            "nproc=4096:4096");
    private static final String IMAGE = "localhost/slipway-bench";
    /// The shell and three programs, with the libraries that they load.
    private static final String ROOT_FILES = """
            set -e
            cd "$0"
            mkdir -p root/bin root/tmp root/proc root/dev root/sys root/etc
            for program in sh sleep head true; do
                path=$(command -v $program); [ -x "$path" ] || path=/bin/$program
                cp -L "$path" root/bin/
                ldd "$path" 2>/dev/null | grep -o '/[^ ]*' | while read -r library; do
                    mkdir -p "root${library%/*}"
                    cp -L "$library" "root$library"
                done
            done
            tar -C root -c . | podman import -q - localhost/slipway-bench""";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private PodmanBench() {}

    static void run(BenchReport report, int runs, int heavyRuns, String change)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("slipway-podman");
        try {
            if (call(List.of("sh", "-c", "command -v podman")).isEmpty()) {
                System.err.println("Podman is not installed: no figures of it.");
                return;
            }
            call(List.of("sh", "-c", ROOT_FILES, directory.toString()));
            measure(report, Math.min(runs, 10), Math.min(heavyRuns, 3), change);
        } catch (IllegalStateException e) {
            System.err.println("Podman does not run containers here: " + e.getMessage());
        } finally {
            quietly(List.of("podman", "rmi", "-f", IMAGE, IMAGE + "-changed"));
            quietly(List.of("rm", "-rf", directory.toString()));
        }
    }

    private static void measure(BenchReport report, int runs, int heavyRuns, String change)
            throws IOException, InterruptedException {
        Timings start = new Timings();
        Timings exec = new Timings();
        Timings commit = new Timings();
        for (int i = 0; i < runs; i++) {
            List<String> command = new ArrayList<>(List.of("podman"));
            command.addAll(RUN);
            command.addAll(List.of(IMAGE, "/bin/sleep", "1000"));
            String id = start.time(() -> call(command)).strip();
            try {
                for (int j = 0; j < 3; j++) {
                    exec.time(() -> call(List.of("podman", "exec", id, "/bin/true")));
                }
                if (i < heavyRuns) {
                    call(List.of("podman", "exec", "-w", "/tmp", id, "/bin/sh", "-c", change));
                    commit.time(() -> call(List.of("podman", "commit", "-q", id, IMAGE + "-changed")));
                }
            } finally {
                call(List.of("podman", "rm", "-f", "-t", "0", id));
            }
        }
        start.report(report, "sandbox", "podman_cold_start", 1, Map.of());
        exec.report(report, "sandbox", "podman_exec", 1, Map.of());
        commit.report(report, "sandbox", "podman_commit_500mb", 0, Map.of());
    }

    private static void quietly(List<String> command) throws IOException, InterruptedException {
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /// Not started at all, or ended badly, is one and the same here: Podman gives no figures.
    private static String call(List<String> command) throws InterruptedException {
        Path output = null;
        try {
            output = Files.createTempFile("slipway-podman", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " does not end");
            }
            String said = Files.readString(output);
            if (process.exitValue() != 0 && !command.getFirst().equals("sh")) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said.strip());
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (output != null) {
                output.toFile().delete();
            }
        }
    }
}
