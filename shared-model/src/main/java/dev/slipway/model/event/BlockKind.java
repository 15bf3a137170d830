package dev.slipway.model.event;

/// What streams in a block.
public enum BlockKind {
    /// The agent's words, Markdown.
    TEXT,
    /// The model's reasoning, as far as its provider shows it.
    REASONING,
    /// A tool call's arguments, JSON as it comes.
    TOOL_ARGUMENTS,
    /// A tool's output, with whatever control sequences it has.
    TOOL_OUTPUT
}
