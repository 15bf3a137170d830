package dev.slipway.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A btrfs file system in a file, mounted for the time of a test class. Needs root, loop devices and btrfs-progs.
final class LoopBtrfs implements AutoCloseable {
    private static final long SIZE = 1L << 30;

    private final Path image;
    private final Path mounted;

    private LoopBtrfs(Path image, Path mounted) {
        this.image = image;
        this.mounted = mounted;
    }

    /// Null, with a line that says why, where there can't be one.
    static @Nullable LoopBtrfs mount() throws IOException {
        Path image = Files.createTempFile("slipway-test", ".btrfs");
        Path mounted = Files.createTempDirectory("slipway-test");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        LoopBtrfs made = new LoopBtrfs(image, mounted);
        String failed = Box.root() ? run("mkfs.btrfs", "-q", image.toString()) : "only root can mount it";
        if (failed.isEmpty()) {
            failed = run("mount", "-o", "loop", image.toString(), mounted.toString());
        }
        if (failed.isEmpty()) {
            return made;
        }
        made.close();
        System.out.println("No btrfs here, so nothing on it is tested: " + failed);
        return null;
    }

    Path path() {
        return mounted;
    }

    @Override
    public void close() throws IOException {
        // Files of sandboxes that ended are deleted for a moment still.
        int tries = 0;
        while (run("umount", mounted.toString()).contains("busy") && tries < 1_000) {
            tries++;
        }
        Files.deleteIfExists(mounted);
        Files.deleteIfExists(image);
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
