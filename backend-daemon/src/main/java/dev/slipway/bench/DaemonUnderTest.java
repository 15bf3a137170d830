package dev.slipway.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A daemon in a process and a home of its own, as a person's would be, thrown away at the end.
/// @param url where it listens
record DaemonUnderTest(Process process, Path home, String url, String token) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Starts it and waits until it listens.
    static DaemonUnderTest start(Map<String, String> environment) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("slipway-bench-");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.slipway.daemon.Main");
        builder.environment().putAll(environment);
        builder.environment().put("SLIPWAY_HOME", home.toString());
        builder.environment().put("SLIPWAY_LISTEN", "127.0.0.1:0");
        builder.environment().put("SLIPWAY_KEEP_SANDBOXES", "0");
        File log = home.resolve("daemon.out").toFile();
        Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
        Path address = home.resolve("daemon.url");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(address)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IllegalStateException("The daemon did not start: " + Files.readString(log.toPath()));
            }
        }
        return new DaemonUnderTest(
                process,
                home,
                Files.readString(address).strip(),
                Files.readString(home.resolve("token")).strip());
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        var _ = process.onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .handle((ended, late) -> {
                    process.destroyForcibly();
                    return process;
                })
                .join();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(home)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
