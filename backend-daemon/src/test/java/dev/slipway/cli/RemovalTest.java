package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RemovalTest {
    @TempDir
    Path directory;

    @Test
    void allIsRemovedAndNothingThatALinkPointsTo() throws Exception {
        Path kept = Files.writeString(directory.resolve("kept"), "x");
        Path root = Files.createDirectories(directory.resolve("root"));
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("a/b/file"), "x");
        Files.createSymbolicLink(root.resolve("a/link"), kept);
        Files.createSymbolicLink(root.resolve("a/up"), directory);

        new Removal(root).run();

        assertThat(root).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    void aDirectoryThatCantBeReadIsRemovedToo() throws Exception {
        Path root = Files.createDirectories(directory.resolve("root"));
        Path closed = Files.createDirectories(root.resolve("work/work"));
        Files.writeString(closed.resolve("file"), "x");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

        new Removal(root).run();

        assertThat(root).doesNotExist();
    }
}
