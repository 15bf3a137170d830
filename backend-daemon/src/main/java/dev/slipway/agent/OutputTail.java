package dev.slipway.agent;

/// The newest of what a tool call has shown, for when it is cut.
final class OutputTail {
    private static final int KEPT = 8_000;

    private final StringBuilder text = new StringBuilder();

    synchronized void add(String piece) {
        text.append(piece);
        if (text.length() > 2 * KEPT) {
            text.delete(0, text.length() - KEPT);
        }
    }

    /// What is kept, and a note after it.
    synchronized String with(String note) {
        String kept = text.substring(Math.max(0, text.length() - KEPT)).replaceAll("\u001b\\[[0-9;?]*[ -/]*[@-~]", "");
        return kept.isBlank() ? note : kept.stripTrailing() + "\n" + note;
    }
}
