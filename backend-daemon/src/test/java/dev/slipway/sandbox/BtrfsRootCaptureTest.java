package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// On a file system with snapshots of its own: the same behaviour.
class BtrfsRootCaptureTest extends CaptureContract {
    @RegisterExtension
    static final LoopBtrfs BTRFS = new LoopBtrfs();

    @Override
    Box open() throws IOException {
        return Box.ownIn(BTRFS.path());
    }

    @Test
    void usesTheFileSystemsSnapshots() {
        assertThat(box.sandboxes.snapshotsByFileSystem()).isTrue();
    }
}
