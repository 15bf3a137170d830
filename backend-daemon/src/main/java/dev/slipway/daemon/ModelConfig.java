package dev.slipway.daemon;

import dev.slipway.llm.ApiKey;
import dev.slipway.llm.ModelSettings;
import dev.slipway.llm.Provider;
import dev.slipway.llm.Providers;
import dev.slipway.model.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Turns configured providers into those that `llm` speaks of.
final class ModelConfig {
    private static final Map<String, Provider.Kind> KINDS = Map.of(
            "anthropic", Provider.Kind.ANTHROPIC,
            "openai-responses", Provider.Kind.OPENAI_RESPONSES,
            "openai-chat", Provider.Kind.OPENAI_CHAT);

    /// What an empty entry of the list says.
    private static final Config.Provider NOTHING =
            new Config.Provider("", "", Optional.empty(), Optional.empty(), List.of(), Map.of(), OptionalInt.empty());

    private ModelConfig() {}

    /// What the configuration and the environment say, for the settings to build on.
    /// @param scripts names of the rehearsals that can be played
    static ModelSettings.Ground ground(Config.Models models, Map<String, String> environment, List<String> scripts) {
        List<Provider> configured = providers(models, environment);
        return new ModelSettings.Ground(
                Providers.of(configured, environment, scripts),
                configured.stream()
                        .filter(provider -> provider.key().isPresent())
                        .map(Provider::name)
                        .toList(),
                models.standard().map(String::strip).filter(text -> !text.isEmpty()));
    }

    static List<Provider> providers(Config.Models models, Map<String, String> environment) {
        return models.providers().stream()
                .map(provider -> Objects.requireNonNullElse(provider, NOTHING))
                .map(provider -> provider(provider, environment))
                .toList();
    }

    private static Provider provider(Config.Provider from, Map<String, String> environment) {
        Provider.@Nullable Kind kind = KINDS.get(Objects.requireNonNullElse(from.kind(), ""));
        if (kind == null
                || !Objects.requireNonNullElse(from.name(), "").matches("[A-Za-z0-9][A-Za-z0-9._-]{0,60}")
                || from.name().equals("rehearsal")) {
            throw Problem.invalid(
                            "malformed-provider",
                            "A model provider is configured wrongly",
                            "Provider \"" + from.name() + "\" of kind \"" + from.kind() + "\".")
                    .withRemedy("A name is letters, digits and hyphens, and not `rehearsal`; a kind is anthropic,"
                            + " openai-responses or openai-chat.")
                    .toException();
        }
        Optional<String> key = from.key()
                .flatMap(text -> text.startsWith("env:")
                        ? Optional.ofNullable(environment.get(text.substring("env:".length())))
                        : Optional.of(text))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        return new Provider(
                from.name(),
                kind,
                from.baseUrl(),
                key.map(ApiKey::new),
                from.models(),
                from.headers(),
                from.silenceSeconds().isPresent()
                        ? Duration.ofSeconds(from.silenceSeconds().getAsInt())
                        : Provider.STANDARD_SILENCE);
    }
}
