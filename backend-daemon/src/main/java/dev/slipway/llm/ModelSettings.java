package dev.slipway.llm;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.ProviderCalls;
import dev.slipway.model.wire.ProviderCalls.KeySource;
import dev.slipway.model.wire.ProviderCalls.LastCall;
import dev.slipway.model.wire.ProviderCalls.ModelProvider;
import dev.slipway.model.wire.ProviderCalls.OfferedModel;
import dev.slipway.model.wire.ProviderCalls.ProviderKey;
import dev.slipway.model.wire.ProviderCalls.ProviderList;
import dev.slipway.model.wire.ProviderCalls.Standard;
import dev.slipway.model.wire.ProviderCalls.TrialResult;
import dev.slipway.sqlite.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// What an admin sets of the models while the daemon runs: keys, addresses, providers, the standard model. It comes
/// before the configuration, which comes before the environment; each change holds for the next call. A key
/// goes only
/// to the address that it was given for: at another one, it must be given anew.
public final class ModelSettings {
    /// What the configuration says.
    /// @param providers of the configuration file, the environment and the rehearsal; of two
    ///     with the same name, the first counts
    /// @param withKey   names of those whose key stands in the configuration file rather than in the environment
    /// @param standard  the model of sessions that name none
    public record Ground(List<Provider> providers, List<String> withKey, Optional<String> standard) {}

    private static final int MOST_PROVIDERS = 100;

    private final Map<String, Provider> given = new LinkedHashMap<>();
    private final Ground ground;
    private final ProviderRows rows;
    private final KeyStore keys;
    private final Models models;
    private final Map<String, LastCall> lastCalls = new ConcurrentHashMap<>();

    private ModelSettings(Ground ground, ProviderRows rows, KeyStore keys, Models models) {
        this.ground = ground;
        this.rows = rows;
        this.keys = keys;
        this.models = models;
        ground.providers().forEach(provider -> given.putIfAbsent(provider.name(), provider));
    }

    /// Takes what was set before, and has the models use it.
    public static ModelSettings open(
            Ground ground, Database database, KeyStore keys, Models models, InstantSource clock) {
        ModelSettings settings = new ModelSettings(ground, new ProviderRows(database), keys, models);
        models.onCall((provider, failure) -> settings.lastCalls.put(
                provider,
                new LastCall(clock.instant(), failure.map(ModelFailure::problem).map(ProblemDetails::of))));
        settings.take();
        return settings;
    }

    public synchronized ProviderList list() {
        Map<String, ProviderRows.Change> changes = changes();
        return new ProviderList(
                providers(changes).stream()
                        .map(provider -> describe(provider, changes))
                        .toList(),
                standard());
    }

    public synchronized Standard standard() {
        return new Standard(
                models.standard().filter(ModelSettings::isName).map(ModelName::new),
                rows.standard().isPresent(),
                models.standardProblem().map(ProblemDetails::of));
    }

    /// Chooses the model of sessions that name none.
    /// @param model empty for what the configuration says
    /// @throws ProblemException if it stands for nothing
    public synchronized Standard choose(Optional<ModelName> model) {
        rows.standard(model.map(name -> models.resolve(name.value())));
        take();
        return standard();
    }

    public synchronized ModelProvider add(ProviderCalls.NewProvider wanted) {
        Optional<String> url = wanted.baseUrl().filter(text -> !text.isBlank()).map(ProviderRules::address);
        Optional<ApiKey> key = wanted.key().filter(text -> !text.isBlank()).map(ProviderRules::key);
        ProviderRules.name(wanted.name());
        List<String> names = ProviderRules.models(wanted.models());
        if (wanted.language() == ProviderCalls.Language.REHEARSAL) {
            throw ProviderRules.noRehearsal();
        }
        Map<String, ProviderRows.Change> changes = changes();
        if (given.containsKey(wanted.name()) || changes.containsKey(wanted.name())) {
            throw Problem.conflict(
                            "provider-exists",
                            "There is a provider of this name",
                            "\"" + wanted.name() + "\" is taken.")
                    .withRemedy("Change that one, or choose another name.")
                    .toException();
        }
        if (changes.size() >= MOST_PROVIDERS) {
            throw Problem.conflict("too-many-providers", "There are too many providers", "At most " + MOST_PROVIDERS)
                    .toException();
        }
        key.ifPresentOrElse(value -> keys.keep(wanted.name(), value), () -> keys.forget(wanted.name()));
        rows.keep(new ProviderRows.Change(
                wanted.name(),
                Optional.of(Provider.Kind.valueOf(wanted.language().name())),
                url,
                names));
        return taken(wanted.name());
    }

    public synchronized ModelProvider change(String name, ProviderCalls.ProviderChange wanted) {
        Provider before = get(name);
        ProviderRows.Change old = changes().getOrDefault(name, ProviderRows.Change.none(name));
        Optional<String> url = wanted.baseUrl().isEmpty()
                ? old.baseUrl()
                : wanted.baseUrl().filter(text -> !text.isBlank()).map(ProviderRules::address);
        List<String> names = wanted.models().map(ProviderRules::models).orElse(old.models());
        if (before.kind() == Provider.Kind.REHEARSAL) {
            throw ProviderRules.noRehearsal();
        }
        ProviderRows.Change change = new ProviderRows.Change(name, old.kind(), url, names);
        rows.keep(change);
        boolean moved = !BaseUrls.of(before).equals(BaseUrls.of(changed(name, change)));
        if (moved) {
            keys.forget(name);
        }
        return taken(name);
    }

    /// Removes a provider that was added here, with its key.
    public synchronized void remove(String name) {
        get(name);
        if (given.containsKey(name)) {
            throw Problem.conflict(
                            "provider-not-removable",
                            "This provider can't be removed here",
                            "\"" + name + "\" comes with Slipway or stands in the configuration.")
                    .withRemedy("Remove its key, or take it out of config.yml.")
                    .toException();
        }
        keys.forget(name);
        rows.remove(name);
        lastCalls.remove(name);
        take();
    }

    public synchronized ModelProvider keepKey(String name, String key) {
        if (get(name).kind() == Provider.Kind.REHEARSAL) {
            throw ProviderRules.noRehearsal();
        }
        keys.keep(name, ProviderRules.key(key));
        lastCalls.remove(name);
        return taken(name);
    }

    public synchronized void forgetKey(String name) {
        get(name);
        keys.forget(name);
        lastCalls.remove(name);
        take();
    }

    /// Asks the provider whether a key is good.
    /// @param key in place of the present one
    public TrialResult attempt(String name, Optional<String> key) throws InterruptedException {
        Provider provider = get(name);
        Provider tried = key.map(ProviderRules::key)
                .map(value -> provider.withKey(Optional.of(value)))
                .orElse(provider);
        ProviderTrial.Result result = models.attempt(tried);
        return new TrialResult(
                result.took().toMillis(), result.models(), result.problem().map(ProblemDetails::of));
    }

    private ModelProvider taken(String name) {
        take();
        return describe(get(name), changes());
    }

    private void take() {
        models.offer(providers(changes()), rows.standard().or(ground::standard));
    }

    private Map<String, ProviderRows.Change> changes() {
        Map<String, ProviderRows.Change> changes = new LinkedHashMap<>();
        rows.all().forEach(change -> changes.put(change.name(), change));
        return changes;
    }

    /// Those that are configured or known, then those that were added, then the rehearsal.
    private List<Provider> providers(Map<String, ProviderRows.Change> changes) {
        List<Provider> all = new ArrayList<>();
        List<Provider> last = new ArrayList<>();
        given.values()
                .forEach(provider -> (provider.kind() == Provider.Kind.REHEARSAL ? last : all)
                        .add(changed(provider.name(), changes.getOrDefault(provider.name(), none(provider)))));
        changes.values().stream()
                .filter(change ->
                        !given.containsKey(change.name()) && change.kind().isPresent())
                .forEach(change -> all.add(changed(change.name(), change)));
        all.addAll(last);
        return all;
    }

    private static ProviderRows.Change none(Provider provider) {
        return ProviderRows.Change.none(provider.name());
    }

    private Provider changed(String name, ProviderRows.Change change) {
        Optional<ApiKey> own = keys.find(name);
        Provider known = given.get(name);
        if (known == null) {
            Provider.Kind kind = change.kind().orElseThrow();
            return Provider.of(name, kind, change.baseUrl().orElse(""), "", change.models())
                    .withKey(own);
        }
        List<String> names = Stream.concat(known.models().stream(), change.models().stream())
                .distinct()
                .toList();
        return change.baseUrl()
                .map(url -> known.withBaseUrl(Optional.of(url)).withKey(own))
                .orElseGet(() -> known.withKey(own.or(known::key)))
                .withModels(names);
    }

    private Provider get(String name) {
        return providers(changes()).stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.unknown(
                                "unknown-provider", "There is no such model provider", "No provider has this name.")
                        .toException());
    }

    private ModelProvider describe(Provider provider, Map<String, ProviderRows.Change> changes) {
        ProviderRows.Change change = changes.getOrDefault(provider.name(), none(provider));
        return new ModelProvider(
                provider.name(),
                ProviderCalls.Language.valueOf(provider.kind().name()),
                ProviderRules.shown(BaseUrls.of(provider)),
                change.baseUrl().isPresent(),
                new ProviderKey(source(provider), keys.since(provider.name())),
                provider.usable(),
                !given.containsKey(provider.name()),
                provider.models().stream()
                        .filter(name -> isName(provider.name() + "/" + name))
                        .map(name -> describe(provider, name, change))
                        .toList(),
                Optional.ofNullable(lastCalls.get(provider.name())));
    }

    private OfferedModel describe(Provider provider, String name, ProviderRows.Change change) {
        Optional<ModelFacts> facts = models.facts(provider, name);
        return new OfferedModel(
                new ModelName(provider.name() + "/" + name),
                change.models().contains(name),
                facts.map(ModelFacts::context).filter(OptionalInt::isPresent).map(OptionalInt::getAsInt),
                facts.flatMap(ModelFacts::price)
                        .map(price -> new ProviderCalls.Price(
                                price.input(), price.output(), price.cacheRead(), price.cacheWrite())));
    }

    private KeySource source(Provider provider) {
        if (provider.key().isEmpty()) {
            return KeySource.NONE;
        }
        if (keys.find(provider.name()).isPresent()) {
            return KeySource.SETTINGS;
        }
        return ground.withKey().contains(provider.name()) ? KeySource.CONFIGURATION : KeySource.ENVIRONMENT;
    }

    private static boolean isName(String text) {
        try {
            return !new ModelName(text).value().isEmpty();
        } catch (ProblemException malformed) {
            return false;
        }
    }
}
