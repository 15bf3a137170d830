package dev.slipway.model.session;

/// Tokens of one or more model calls.
/// @param input      tokens read at the full price
/// @param cacheRead  tokens read from the provider's cache
/// @param cacheWrite tokens written to the provider's cache
/// @param output     tokens written, reasoning included
/// @param reasoning  the share of `output` that was reasoning, where the provider tells
public record Usage(long input, long cacheRead, long cacheWrite, long output, long reasoning) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    public Usage plus(Usage other) {
        return new Usage(
                input + other.input,
                cacheRead + other.cacheRead,
                cacheWrite + other.cacheWrite,
                output + other.output,
                reasoning + other.reasoning);
    }
}
