package dev.slipway.llm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A place that offers models, as it is configured.
/// @param name first part of its models' names, such as `anthropic` in `anthropic/claude-sonnet-5-5`
/// @param baseUrl where it answers; empty: the place of the kind's inventor
/// @param models names that are offered to people, the standard one first; others may be used all the same
/// @param headers sent with each request, for gateways that want some
/// @param silence how long no byte may come before a call is given up
public record Provider(
        String name,
        Kind kind,
        Optional<String> baseUrl,
        Optional<ApiKey> key,
        List<String> models,
        Map<String, String> headers,
        Duration silence) {

    /// Long, as a local model may read a long prompt for minutes before its first word.
    public static final Duration STANDARD_SILENCE = Duration.ofMinutes(5);

    private static final int SHORTEST_SECRET = 6;

    public Provider {
        models = List.copyOf(models);
        headers = Map.copyOf(headers);
    }

    /// A provider with standard settings.
    public static Provider of(String name, Kind kind, String baseUrl, String key, List<String> models) {
        return new Provider(
                name,
                kind,
                Optional.of(baseUrl).filter(url -> !url.isBlank()),
                Optional.of(key).filter(text -> !text.isBlank()).map(ApiKey::new),
                models,
                Map.of(),
                STANDARD_SILENCE);
    }

    public Provider withSilence(Duration limit) {
        return new Provider(name, kind, baseUrl, key, models, headers, limit);
    }

    public Provider withHeaders(Map<String, String> more) {
        return new Provider(name, kind, baseUrl, key, models, more, silence);
    }

    public Provider withKey(Optional<ApiKey> other) {
        return new Provider(name, kind, baseUrl, other, models, headers, silence);
    }

    public Provider withBaseUrl(Optional<String> other) {
        return new Provider(name, kind, other, key, models, headers, silence);
    }

    public Provider withModels(List<String> others) {
        return new Provider(name, kind, baseUrl, key, others, headers, silence);
    }

    /// Whether a call can be tried: whoever needs no key, or was given one, or answers at a place of one's
    /// own.
    boolean usable() {
        return kind == Kind.REHEARSAL || key.isPresent() || baseUrl.isPresent();
    }

    /// What must never show: the key, and headers that may hold another.
    List<String> secrets() {
        return Stream.concat(key.map(ApiKey::reveal).stream(), headers.values().stream())
                .filter(text -> text.length() >= SHORTEST_SECRET)
                .toList();
    }

    @Override
    public String toString() {
        return "Provider[" + name + ", " + kind + ", " + baseUrl.orElse("standard place") + "]";
    }

    /// Which language a provider speaks.
    public enum Kind {
        /// Anthropic Messages.
        ANTHROPIC,
        /// OpenAI Responses.
        OPENAI_RESPONSES,
        /// OpenAI Chat Completions, spoken by nearly every local model server.
        OPENAI_CHAT,
        /// No model at all: plays a script.
        REHEARSAL
    }
}
