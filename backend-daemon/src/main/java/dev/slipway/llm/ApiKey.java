package dev.slipway.llm;

/// A model provider's key. It never shows itself: not in a log, an error, or a debugger's text.
public final class ApiKey {
    private final String value;

    public ApiKey(String value) {
        this.value = value.strip();
    }

    /// The key itself, for the one header that carries it.
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "[key]";
    }
}
