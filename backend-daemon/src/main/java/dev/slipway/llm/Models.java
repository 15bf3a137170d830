package dev.slipway.llm;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door to all models: finds the client for a model's name. A name is `provider/model`; a model's name
/// alone means the first provider that lists it, else the standard provider's.
public final class Models implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Models.class);

    private final Map<String, Provider> providers = new LinkedHashMap<>();
    private final Map<Provider.Kind, Protocol> protocols;
    private final Map<String, ModelClient> clients = new ConcurrentHashMap<>();
    private final Connections connections;
    private final Catalogue catalogue;
    private final RetryPolicy policy;
    private final RandomGenerator random;

    /// @param providers in order of preference; of two with the same name, the first counts
    /// @param protocols the languages that can be spoken
    /// @param facts prices and sizes that the configuration sets
    public Models(
            List<Provider> providers,
            Map<Provider.Kind, Protocol> protocols,
            List<ModelFacts> facts,
            RetryPolicy policy,
            Connections connections,
            RandomGenerator random) {
        providers.forEach(provider -> this.providers.putIfAbsent(provider.name(), provider));
        this.protocols = Map.copyOf(protocols);
        this.catalogue = Catalogue.with(facts);
        this.policy = policy;
        this.connections = connections;
        this.random = random;
    }

    /// The client for a model.
    /// @param name `provider/model`, or a model's name alone
    /// @throws ProblemException if there is no such provider, or it lacks its key; names what there is
    public ModelClient client(String name) {
        Provider provider = providerOf(resolve(name));
        return clients.computeIfAbsent(provider.name(), key -> open(provider));
    }

    /// The full name that a name stands for.
    /// @throws ProblemException if it stands for nothing
    public String resolve(String name) {
        int slash = name.indexOf('/');
        if (slash > 0 && providers.containsKey(name.substring(0, slash))) {
            if (slash == name.length() - 1) {
                throw unknown(name);
            }
            return name;
        }
        return providers.values().stream()
                .filter(provider -> provider.models().contains(name))
                .findFirst()
                .map(provider -> provider.name() + "/" + name)
                .orElseThrow(() -> unknown(name));
    }

    /// The model for those who choose none: the first model of the first provider that can be used; a
    /// rehearsal only when there is nothing else.
    public Optional<String> standard() {
        return providers.values().stream()
                .filter(provider -> provider.usable() && !provider.models().isEmpty())
                .min(Comparator.comparing(provider -> provider.kind() == Provider.Kind.REHEARSAL))
                .map(provider -> provider.name() + "/" + provider.models().getFirst());
    }

    /// Full names of the models that are offered, those of usable providers only.
    public List<String> offered() {
        List<String> names = new ArrayList<>();
        for (Provider provider : providers.values()) {
            if (provider.usable()) {
                provider.models().forEach(model -> names.add(provider.name() + "/" + model));
            }
        }
        return List.copyOf(names);
    }

    /// Most tokens of input of a model; empty if not known.
    public OptionalInt contextTokens(String name) {
        String full = resolve(name);
        Provider provider = providerOf(full);
        return catalogue.contextTokens(provider, full.substring(provider.name().length() + 1));
    }

    /// Makes the first call as fast as any other: loads the classes, and opens a connection to each provider
    /// that has a key. Sends no request that could cost anything. Takes a second or two, so call it from a
    /// thread of its own; what fails is only logged, as the first call will say it better.
    public void warmUp() throws InterruptedException {
        List<Provider> usable =
                providers.values().stream().filter(Provider::usable).toList();
        for (Provider.Kind kind : usable.stream().map(Provider::kind).distinct().toList()) {
            Protocol protocol = protocols.get(kind);
            if (protocol != null) {
                protocol.rehearse();
            }
        }
        for (Provider provider : usable) {
            if (provider.kind() != Provider.Kind.REHEARSAL) {
                preconnect(provider);
            }
        }
    }

    @Override
    public void close() {
        connections.close();
    }

    private void preconnect(Provider provider) {
        try {
            connections.preconnect(BaseUrls.of(provider));
        } catch (IOException unreachable) {
            LOG.info("The model provider {} can't be reached yet: {}", provider.name(), unreachable.getMessage());
        }
    }

    private ModelClient open(Provider provider) {
        Protocol protocol = protocols.get(provider.kind());
        if (protocol == null || !provider.usable()) {
            throw Problem.unavailable(
                            "model-provider-without-key",
                            "The model provider has no key",
                            "\"" + provider.name() + "\" needs a key or a base URL")
                    .withRemedy(remedy(provider) + offer())
                    .toException();
        }
        return new PatientClient(
                provider,
                protocol.open(provider, connections),
                catalogue,
                policy,
                random,
                pause -> Thread.sleep(pause));
    }

    private static String remedy(Provider provider) {
        return switch (provider.kind()) {
            case ANTHROPIC -> "Set ANTHROPIC_API_KEY, or the provider's key in the configuration.";
            case OPENAI_RESPONSES, OPENAI_CHAT -> "Set OPENAI_API_KEY, or the provider's key in the configuration.";
            case REHEARSAL -> "Rehearsals are not available in this installation.";
        };
    }

    private String offer() {
        List<String> offered = offered();
        return offered.isEmpty() ? "" : " Ready to use: " + String.join(", ", offered) + ".";
    }

    private Provider providerOf(String fullName) {
        Provider provider = providers.get(fullName.substring(0, fullName.indexOf('/')));
        if (provider == null) {
            throw unknown(fullName);
        }
        return provider;
    }

    private ProblemException unknown(String name) {
        String known = String.join(", ", providers.keySet());
        return Problem.unknown(
                        "model-unknown",
                        "There is no such model",
                        "\"" + name + "\" begins with none of the providers that there are: " + known + ".")
                .withRemedy("Name it provider/model." + offer())
                .toException();
    }
}
