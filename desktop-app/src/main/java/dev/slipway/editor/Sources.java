package dev.slipway.editor;

import dev.slipway.model.wire.WritingCalls.Command;
import dev.slipway.model.wire.WritingCalls.FileMatches;
import java.util.List;

/// Where an editor finds what a prompt may refer to. Called in the background; may fail by a problem.
public interface Sources {
    FileMatches files(String query);

    List<Command> commands();
}
