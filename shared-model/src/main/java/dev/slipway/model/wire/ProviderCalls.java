package dev.slipway.model.wire;

import dev.slipway.model.account.Role;
import dev.slipway.model.session.ModelName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Model providers and their keys. A key goes in and never comes out again.
public final class ProviderCalls {
    private ProviderCalls() {}

    /// Which wire format a provider speaks.
    public enum Language {
        ANTHROPIC,
        OPENAI_RESPONSES,
        OPENAI_CHAT,
        /// No model at all: plays a script.
        REHEARSAL
    }

    /// Where a provider's key comes from.
    public enum KeySource {
        /// It has none.
        NONE,
        /// An admin gave it through this interface.
        SETTINGS,
        /// `config.yml`
        CONFIGURATION,
        /// A variable of the daemon's environment.
        ENVIRONMENT
    }

    /// US dollars for a million tokens.
    public record Price(double input, double output, double cacheRead, double cacheWrite) {}

    /// @param added   by an admin through this interface, so that it can be taken away again
    /// @param context most tokens of input, if known
    /// @param price   if known
    public record OfferedModel(ModelName name, boolean added, Optional<Integer> context, Optional<Price> price) {}

    /// How the latest call since the daemon's start went.
    public record LastCall(Instant at, Optional<ProblemDetails> problem) {}

    /// @param keySince since when, for a key of the settings
    public record ProviderKey(KeySource source, Optional<Instant> keySince) {}

    /// @param baseUrl       where it answers
    /// @param ownAddress    whether an admin chose that address through this interface
    /// @param usable        whether it has what a call needs
    /// @param removable     whether an admin added it through this interface
    public record ModelProvider(
            String name,
            Language language,
            String baseUrl,
            boolean ownAddress,
            ProviderKey key,
            boolean usable,
            boolean removable,
            List<OfferedModel> models,
            Optional<LastCall> lastCall) {}

    /// @param standard the model of sessions that name none
    /// @param chosen   whether an admin chose it through this interface
    /// @param problem  why no session can begin with it
    public record Standard(Optional<ModelName> standard, boolean chosen, Optional<ProblemDetails> problem) {}

    public record ProviderList(List<ModelProvider> providers, Standard standard) {}

    /// @param name    first part of its models' names: letters, digits, dots, hyphens
    /// @param baseUrl the address of the language's inventor unless given
    /// @param models  names without the provider's
    public record NewProvider(
            String name, Language language, Optional<String> baseUrl, Optional<String> key, List<String> models) {
        /// Without the key.
        @Override
        public String toString() {
            return "NewProvider[" + name + "]";
        }
    }

    /// What is to change; what is left out stays.
    /// @param baseUrl empty text goes back to the usual one. At another address a key must be given anew
    /// @param models  all that admins added, names without the provider's
    public record ProviderChange(Optional<String> baseUrl, Optional<List<String>> models) {}

    /// @param key one line, kept in a file that only the daemon's user can read
    public record NewKey(String key) {
        @Override
        public String toString() {
            return "NewKey[]";
        }
    }

    /// @param key to be tried in place of the present one; not kept
    public record KeyTrial(Optional<String> key) {
        @Override
        public String toString() {
            return "KeyTrial[]";
        }
    }

    /// @param models  what the provider says it has
    /// @param problem why a call would fail; empty if it would not
    public record TrialResult(long millis, List<String> models, Optional<ProblemDetails> problem) {}

    /// @param model empty for what the configuration says, else the first of the first provider with a key
    public record StandardChoice(Optional<ModelName> model) {}

    public static final Endpoint<Endpoint.Nothing, ProviderList> LIST = Endpoint.get(
            "listProviders", "/providers", ProviderList.class, "Lists model providers and how they stand.");
    public static final Endpoint<NewProvider, ModelProvider> ADD = Endpoint.create(
                    "addProvider", "/providers", NewProvider.class, ModelProvider.class, "Adds a model provider.")
            .by(Role.ADMIN);
    public static final Endpoint<ProviderChange, ModelProvider> CHANGE = Endpoint.patch(
                    "changeProvider",
                    "/providers/{provider}",
                    ProviderChange.class,
                    ModelProvider.class,
                    "Changes a provider's address or adds models to it; holds from the next call on.")
            .by(Role.ADMIN);
    public static final Endpoint<Endpoint.Nothing, Endpoint.Nothing> REMOVE = Endpoint.delete(
                    "removeProvider", "/providers/{provider}", "Removes a provider that was added here, and its key.")
            .by(Role.ADMIN);
    public static final Endpoint<NewKey, ModelProvider> SET_KEY = Endpoint.put(
                    "setProviderKey",
                    "/providers/{provider}/key",
                    NewKey.class,
                    ModelProvider.class,
                    "Gives a provider its key, which no call ever shows; holds from the next call on.")
            .by(Role.ADMIN);
    public static final Endpoint<Endpoint.Nothing, Endpoint.Nothing> REMOVE_KEY = Endpoint.delete(
                    "removeProviderKey",
                    "/providers/{provider}/key",
                    "Forgets the key that was given here; one of the configuration or environment then counts again.")
            .by(Role.ADMIN);
    public static final Endpoint<KeyTrial, TrialResult> TRY = Endpoint.post(
                    "tryProvider",
                    "/providers/{provider}/try",
                    KeyTrial.class,
                    TrialResult.class,
                    "Asks the provider for its list of models, which costs nothing, to see whether a key is good.")
            .by(Role.ADMIN);
    public static final Endpoint<StandardChoice, Standard> SET_STANDARD = Endpoint.put(
                    "setStandardModel",
                    "/models/standard",
                    StandardChoice.class,
                    Standard.class,
                    "Chooses the model of sessions that name none.")
            .by(Role.ADMIN);
}
