package dev.slipway.llm;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door to all models: finds the client for a model's name. A name is `provider/model`; a model's name
/// alone means the first provider that lists it, else the standard provider's.
public final class Models implements AutoCloseable {
    /// What to do when there is no model.
    public static final String HOW_TO_GET_ONE = "An admin gives a key in the settings of the desktop window, under"
            + " Models, which holds at once. Or set ANTHROPIC_API_KEY or OPENAI_API_KEY, or add a provider to config.yml,"
            + " and start the daemon again.";

    private static final Logger LOG = LoggerFactory.getLogger(Models.class);

    /// The providers and their clients, swapped as one, so that no client of an older key is used for long.
    private record Offer(Map<String, Provider> providers, Map<String, ModelClient> clients, Optional<String> chosen) {
        static Offer of(List<Provider> providers, Optional<String> chosen) {
            Map<String, Provider> byName = new LinkedHashMap<>();
            providers.forEach(provider -> byName.putIfAbsent(provider.name(), provider));
            return new Offer(byName, new ConcurrentHashMap<>(), chosen);
        }
    }

    /// Hears how each call went, all its attempts together.
    @FunctionalInterface
    interface CallListener {
        /// @param failure empty if it went well
        void called(String provider, Optional<ModelFailure> failure);
    }

    private final Map<Provider.Kind, Protocol> protocols;
    private final Connections connections;
    private final Catalogue catalogue;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final List<CallListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Offer offer;

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
        this.offer = Offer.of(providers, Optional.empty());
        this.protocols = Map.copyOf(protocols);
        this.catalogue = Catalogue.with(facts);
        this.policy = policy;
        this.connections = connections;
        this.random = random;
    }

    /// Replaces the providers, for calls that begin from now on.
    /// @param chosen the standard model; empty for the first of the first provider with a key
    public void offer(List<Provider> providers, Optional<String> chosen) {
        offer = Offer.of(providers, chosen);
    }

    void onCall(CallListener listener) {
        listeners.add(listener);
    }

    /// The client for a model.
    /// @param name `provider/model`, or a model's name alone
    /// @throws ProblemException if there is no such provider, or it lacks its key; names what there is
    public ModelClient client(String name) {
        Offer now = offer;
        Provider provider = providerOf(now, resolve(now, name));
        return now.clients().computeIfAbsent(provider.name(), key -> open(provider));
    }

    /// The full name that a name stands for.
    /// @throws ProblemException if it stands for nothing
    public String resolve(String name) {
        return resolve(offer, name);
    }

    private String resolve(Offer now, String name) {
        Map<String, Provider> providers = now.providers();
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

    /// The model for those who choose none: the chosen one, whether it can be used or not, as another one might cost
    /// more; else the first model of the first provider that can be used; a rehearsal only when there is nothing
    /// else.
    public Optional<String> standard() {
        Offer now = offer;
        if (now.chosen().isPresent()) {
            String name = now.chosen().get();
            return Optional.of(known(now, name) ? resolve(now, name) : name);
        }
        return now.providers().values().stream()
                .filter(provider -> provider.usable() && !provider.models().isEmpty())
                .min(Comparator.comparing(provider -> provider.kind() == Provider.Kind.REHEARSAL))
                .map(provider -> provider.name() + "/" + provider.models().getFirst());
    }

    /// Why no session can begin with the standard model.
    public Optional<Problem> standardProblem() {
        Optional<String> name = standard();
        if (name.isEmpty()) {
            return Optional.of(Problem.unavailable("no-model", "There is no model", "No model provider is configured.")
                    .withRemedy(HOW_TO_GET_ONE));
        }
        try {
            client(name.get());
            return Optional.empty();
        } catch (ProblemException unusable) {
            return Optional.of(unusable.problem());
        }
    }

    private static boolean known(Offer now, String name) {
        int slash = name.indexOf('/');
        boolean full = slash > 0 && slash < name.length() - 1 && now.providers().containsKey(name.substring(0, slash));
        return full
                || now.providers().values().stream()
                        .anyMatch(provider -> provider.models().contains(name));
    }

    /// Full names of the models that are offered, those of usable providers only.
    public List<String> offered() {
        List<String> names = new ArrayList<>();
        for (Provider provider : offer.providers().values()) {
            if (provider.usable()) {
                provider.models().forEach(model -> names.add(provider.name() + "/" + model));
            }
        }
        return List.copyOf(names);
    }

    /// Most tokens of input of a model; empty if not known.
    public OptionalInt contextTokens(String name) {
        Offer now = offer;
        String full = resolve(now, name);
        Provider provider = providerOf(now, full);
        return catalogue.contextTokens(provider, full.substring(provider.name().length() + 1));
    }

    /// Makes the first call as fast as any other: loads the classes, and opens a connection to each provider
    /// that has a key. Sends no request that could cost anything. Takes a second or two, so call it from a
    /// thread of its own; what fails is only logged, as the first call will say it better.
    public void warmUp() throws InterruptedException {
        List<Provider> usable =
                offer.providers().values().stream().filter(Provider::usable).toList();
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
            throw withoutKey(provider).toException();
        }
        ModelClient patient = new PatientClient(
                provider,
                protocol.open(provider, connections),
                catalogue,
                policy,
                random,
                pause -> Thread.sleep(pause));
        return (request, sink) -> {
            try {
                ModelReply reply = patient.call(request, sink);
                tell(provider, Optional.empty());
                return reply;
            } catch (ModelCallException failed) {
                tell(provider, Optional.of(failed.failure()));
                throw failed;
            }
        };
    }

    private void tell(Provider provider, Optional<ModelFailure> failure) {
        listeners.forEach(listener -> listener.called(provider.name(), failure));
    }

    /// Asks a provider what models it has, which costs nothing, to see whether a call could succeed.
    ProviderTrial.Result attempt(Provider provider) throws InterruptedException {
        return provider.usable()
                ? ProviderTrial.of(provider, connections)
                : new ProviderTrial.Result(List.of(), Optional.of(withoutKey(provider)), Duration.ZERO);
    }

    /// What is known of a model's size and price.
    Optional<ModelFacts> facts(Provider provider, String model) {
        return catalogue.facts(provider, model);
    }

    private Problem withoutKey(Provider provider) {
        return Problem.unavailable(
                        "model-provider-without-key",
                        "The model provider has no key",
                        "\"" + provider.name() + "\" needs a key or a base URL")
                .withRemedy(remedy(provider) + offerInWords());
    }

    private static String remedy(Provider provider) {
        String settings = "An admin gives it one in the settings, under Models. ";
        return switch (provider.kind()) {
            case ANTHROPIC -> settings + "Or set ANTHROPIC_API_KEY, or the provider's key in the configuration.";
            case OPENAI_RESPONSES, OPENAI_CHAT ->
                settings + "Or set OPENAI_API_KEY, or the provider's key in the configuration.";
            case REHEARSAL -> "Rehearsals are not available in this installation.";
        };
    }

    private String offerInWords() {
        List<String> offered = offered();
        return offered.isEmpty() ? "" : " Ready to use: " + String.join(", ", offered) + ".";
    }

    private Provider providerOf(Offer now, String fullName) {
        Provider provider = now.providers().get(fullName.substring(0, fullName.indexOf('/')));
        if (provider == null) {
            throw unknown(fullName);
        }
        return provider;
    }

    private ProblemException unknown(String name) {
        String known = String.join(", ", offer.providers().keySet());
        return Problem.unknown(
                        "model-unknown",
                        "There is no such model",
                        "\"" + name + "\" begins with none of the providers that there are: " + known + ".")
                .withRemedy("Name it provider/model." + offerInWords())
                .toException();
    }
}
