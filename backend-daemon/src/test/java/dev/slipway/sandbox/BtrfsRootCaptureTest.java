package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// On a file system with snapshots of its own: the same behaviour.
class BtrfsRootCaptureTest extends CaptureContract {
    private static @Nullable LoopBtrfs btrfs;

    @BeforeAll
    static void mount() throws IOException {
        btrfs = LoopBtrfs.mount();
        Assumptions.assumeTrue(btrfs != null, "no btrfs here");
    }

    @AfterAll
    static void unmount() throws IOException {
        if (btrfs != null) {
            btrfs.close();
        }
    }

    @Override
    Box open() throws IOException {
        return Box.ownIn(Objects.requireNonNull(btrfs).path());
    }

    @Test
    void usesTheFileSystemsSnapshots() {
        assertThat(box.sandboxes.snapshotsByFileSystem()).isTrue();
    }
}
