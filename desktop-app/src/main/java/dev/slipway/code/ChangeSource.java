package dev.slipway.code;

import dev.slipway.model.code.Diff;
import dev.slipway.model.code.FileContent;
import dev.slipway.model.code.Side;

/// Asks the server for a change and for whole files of it. Blocks; not for a window's thread.
public interface ChangeSource {
    Diff diff();

    FileContent file(String path, Side side);
}
