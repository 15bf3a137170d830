package dev.slipway.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A btrfs file system in a file, mounted for the time of a test class. Needs root, loop devices and btrfs-progs; where
/// there can't be one, the class is skipped with a line that says why.
final class LoopBtrfs implements BeforeAllCallback, AfterAllCallback {
    private static final long SIZE = 1L << 30;

    private @Nullable Path image;
    private @Nullable Path mounted;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path file = Files.createTempFile("slipway-test", ".btrfs");
        image = file;
        mounted = Files.createTempDirectory("slipway-test");
        try (RandomAccessFile sized = new RandomAccessFile(file.toFile(), "rw")) {
            sized.setLength(SIZE);
        }
        String failed = Box.root() ? run("mkfs.btrfs", "-q", file.toString()) : "only root can mount it";
        if (failed.isEmpty()) {
            failed = run("mount", "-o", "loop", file.toString(), path().toString());
        }
        if (!failed.isEmpty()) {
            System.out.println("No btrfs here, so nothing on it is tested: " + failed);
        }
        Assumptions.assumeTrue(failed.isEmpty(), "no btrfs here");
    }

    Path path() {
        return Objects.requireNonNull(mounted);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        // Files of sandboxes that ended are deleted for a moment still.
        int tries = 0;
        while (run("umount", path().toString()).contains("busy") && tries < 1_000) {
            tries++;
        }
        Files.deleteIfExists(path());
        Files.deleteIfExists(Objects.requireNonNull(image));
    }

    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0 ? "" : command[0] + ": " + said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
