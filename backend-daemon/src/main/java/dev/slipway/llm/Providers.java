package dev.slipway.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The providers of an installation: those of the configuration, then those that the usual environment
/// variables name, then the rehearsal.
public final class Providers {
    /// Offered when a key is all that is known; the first is the standard one.
    private static final List<String> ANTHROPIC = List.of("claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5-5");

    private static final List<String> OPENAI = List.of("gpt-6-sol", "gpt-6-luna");

    private Providers() {}

    /// @param environment `ANTHROPIC_API_KEY`, `ANTHROPIC_BASE_URL`, `OPENAI_API_KEY`, `OPENAI_BASE_URL`
    ///     count; they fill what a configured provider named `anthropic` or `openai` leaves open
    /// @param scripts names of the rehearsals that can be played
    public static List<Provider> of(List<Provider> configured, Map<String, String> environment, List<String> scripts) {
        List<Provider> all = new ArrayList<>();
        configured.forEach(provider -> all.add(
                switch (provider.name()) {
                    case "anthropic" -> filled(provider, environment, "ANTHROPIC", ANTHROPIC);
                    case "openai" -> filled(provider, environment, "OPENAI", OPENAI);
                    default -> provider;
                }));
        all.add(fromEnvironment("anthropic", Provider.Kind.ANTHROPIC, environment, ANTHROPIC));
        all.add(fromEnvironment("openai", Provider.Kind.OPENAI_RESPONSES, environment, OPENAI));
        all.add(Provider.of("rehearsal", Provider.Kind.REHEARSAL, "", "", scripts));
        return List.copyOf(all);
    }

    private static Provider fromEnvironment(
            String name, Provider.Kind kind, Map<String, String> environment, List<String> models) {
        return filled(Provider.of(name, kind, "", "", List.of()), environment, name.toUpperCase(Locale.ROOT), models);
    }

    private static Provider filled(
            Provider provider, Map<String, String> environment, String prefix, List<String> models) {
        return new Provider(
                provider.name(),
                provider.kind(),
                provider.baseUrl().or(() -> variable(environment, prefix + "_BASE_URL")),
                provider.key()
                        .or(() -> variable(environment, prefix + "_API_KEY").map(ApiKey::new)),
                provider.models().isEmpty() ? models : provider.models(),
                provider.headers(),
                provider.silence());
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
