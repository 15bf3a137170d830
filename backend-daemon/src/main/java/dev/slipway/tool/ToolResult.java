package dev.slipway.tool;

import dev.slipway.model.event.SessionEvent.ToolCallCompleted.Outcome;
import dev.slipway.model.session.BlobId;
import java.util.List;
import java.util.Optional;

/// What a tool call came to.
/// @param output   what the model gets, bounded
/// @param images   blobs of images that the model gets too
/// @param whole    all of the output, when `output` is only a part of it
/// @param exitCode of the program, for a shell call that ended by itself
public record ToolResult(
        Outcome outcome, String output, List<BlobId> images, Optional<BlobId> whole, Optional<Integer> exitCode) {

    public ToolResult {
        images = List.copyOf(images);
    }

    public static ToolResult succeeded(String output) {
        return of(Outcome.SUCCEEDED, output);
    }

    public static ToolResult failed(String output) {
        return of(Outcome.FAILED, output);
    }

    static ToolResult of(Outcome outcome, String output) {
        return new ToolResult(outcome, output, List.of(), Optional.empty(), Optional.empty());
    }

    ToolResult withImage(BlobId image) {
        return new ToolResult(outcome, output, List.of(image), whole, exitCode);
    }

    ToolResult withWhole(Optional<BlobId> blob) {
        return new ToolResult(outcome, output, images, blob, exitCode);
    }

    ToolResult withExitCode(int code) {
        return new ToolResult(outcome, output, images, whole, Optional.of(code));
    }

    public boolean succeeded() {
        return outcome == Outcome.SUCCEEDED;
    }

    /// The same result with another text for the model.
    public ToolResult withOutput(String text) {
        return new ToolResult(outcome, text, images, whole, exitCode);
    }
}
