package dev.slipway.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.llm.stub.ProviderStub;
import dev.slipway.llm.stub.StubReply;
import dev.slipway.llm.stub.StubRequest;
import dev.slipway.llm.stub.Wire;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.wire.ProviderCalls;
import dev.slipway.model.wire.ProviderCalls.KeySource;
import dev.slipway.model.wire.ProviderCalls.Language;
import dev.slipway.model.wire.ProviderCalls.ModelProvider;
import dev.slipway.model.wire.ProviderCalls.NewProvider;
import dev.slipway.model.wire.ProviderCalls.ProviderChange;
import dev.slipway.model.wire.ProviderCalls.TrialResult;
import dev.slipway.sqlite.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What admins set of the models, on a real database, with a provider that answers over HTTP.
final class ModelSettingsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String GOOD = "sk-good-0123456789";

    @TempDir
    Path folder;

    private final Map<String, ApiKey> kept = new HashMap<>();
    private final ProviderStub provider = ProviderStub.start(ModelSettingsTest::answer);
    private Database database;
    private Models models;

    /// A provider that knows one key.
    private static StubReply answer(StubRequest request) {
        boolean known = request.header("x-api-key")
                .or(() -> request.header("authorization"))
                .filter(text -> text.endsWith(GOOD))
                .isPresent();
        if (!known) {
            return StubReply.error(
                    401,
                    "{\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key "
                            + request.header("x-api-key").orElse("") + "\"}}",
                    Map.of());
        }
        return request.method().equals("GET")
                ? StubReply.body(
                        "application/json", "{\"data\":[{\"id\":\"claude-sonnet-5-5\"},{\"id\":\"claude-next\"}]}")
                : Wire.anthropic().text("Hello").end();
    }

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("daemon.db"), "the daemon's database");
        models = new Models(
                List.of(), Calling.PROTOCOLS, List.of(), RetryPolicy.NONE, Connections.ofEnvironment(), new Random(1));
    }

    @AfterEach
    void close() {
        models.close();
        provider.close();
        database.close();
    }

    private ModelSettings settings(Map<String, String> environment, Provider... configured) {
        return settings(Optional.empty(), environment, configured);
    }

    private ModelSettings settings(Optional<String> standard, Map<String, String> environment, Provider... configured) {
        ModelSettings.Ground ground = new ModelSettings.Ground(
                Providers.of(List.of(configured), environment, List.of("demo")),
                List.of(configured).stream()
                        .filter(each -> each.key().isPresent())
                        .map(Provider::name)
                        .toList(),
                standard);
        return ModelSettings.open(ground, database, new InMemory(), models, InstantSource.fixed(NOON));
    }

    private Provider stub(String key) {
        return Provider.of("stub", Provider.Kind.ANTHROPIC, provider.baseUrl(), key, List.of("claude-sonnet-5-5"));
    }

    private static ModelProvider named(ModelSettings settings, String name) {
        return settings.list().providers().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void call(String model) throws ModelCallException, InterruptedException {
        ModelRequest plain = Calling.request(Provider.Kind.ANTHROPIC);
        models.client(model)
                .call(
                        new ModelRequest(model, plain.system(), plain.messages(), plain.tools(), plain.options()),
                        event -> {});
    }

    @Test
    void aKeyHoldsFromTheNextCallOnAndIsNeverShown() throws Exception {
        ModelSettings settings = settings(Map.of(), stub("sk-wrong-0123456789"));
        assertThat(catchThrowableOfType(ModelCallException.class, () -> call("stub/claude-sonnet-5-5"))
                        .failure())
                .isInstanceOf(ModelFailure.Unauthorised.class);
        assertThat(named(settings, "stub")
                        .lastCall()
                        .orElseThrow()
                        .problem()
                        .orElseThrow()
                        .code())
                .isEqualTo("model-unauthorised");

        ModelProvider now = settings.keepKey("stub", "  " + GOOD + "\n");
        call("stub/claude-sonnet-5-5");

        assertThat(now.key().source()).isEqualTo(KeySource.SETTINGS);
        assertThat(named(settings, "stub").lastCall().orElseThrow().problem()).isEmpty();
        assertThat(named(settings, "stub").lastCall().orElseThrow().at()).isEqualTo(NOON);
        assertThat(settings.list().toString()).doesNotContain(GOOD).doesNotContain("sk-wrong");
    }

    @Test
    void whatIsSetComesBeforeTheConfigurationAndThatBeforeTheEnvironment() {
        Map<String, String> environment = Map.of("ANTHROPIC_API_KEY", "from-environment");
        ModelSettings plain = settings(environment);
        assertThat(named(plain, "anthropic").key().source()).isEqualTo(KeySource.ENVIRONMENT);

        ModelSettings settings =
                settings(environment, Provider.of("anthropic", Provider.Kind.ANTHROPIC, "", "from-file", List.of()));
        assertThat(named(settings, "anthropic").key().source()).isEqualTo(KeySource.CONFIGURATION);

        settings.keepKey("anthropic", GOOD);
        assertThat(named(settings, "anthropic").key().source()).isEqualTo(KeySource.SETTINGS);

        settings.forgetKey("anthropic");
        assertThat(named(settings, "anthropic").key().source()).isEqualTo(KeySource.CONFIGURATION);
    }

    @Test
    void aKeyGoesToNoAddressButTheOneItWasGivenFor() throws Exception {
        ModelSettings settings = settings(
                Map.of("OPENAI_API_KEY", "from-environment"),
                Provider.of("anthropic", Provider.Kind.ANTHROPIC, "", "from-file", List.of()));
        settings.keepKey("anthropic", GOOD);

        ModelProvider moved = settings.change("anthropic", address(provider.baseUrl()));
        settings.change("openai", address(provider.baseUrl() + "/v1"));
        settings.attempt("anthropic", Optional.empty());
        settings.attempt("openai", Optional.empty());

        assertThat(moved.key().source()).isEqualTo(KeySource.NONE);
        assertThat(moved.ownAddress()).isTrue();
        assertThat(provider.requests())
                .hasSize(2)
                .allSatisfy(request ->
                        assertThat(request.headers().toString()).doesNotContain(GOOD, "from-file", "from-environment"));
    }

    @Test
    void theUsualAddressComesBackWithItsKeyOfTheConfiguration() {
        ModelSettings settings =
                settings(Map.of(), Provider.of("anthropic", Provider.Kind.ANTHROPIC, "", "from-file", List.of()));
        settings.change("anthropic", address("https://models.example.org"));

        ModelProvider back = settings.change("anthropic", address(""));

        assertThat(back.baseUrl()).isEqualTo("https://api.anthropic.com");
        assertThat(back.ownAddress()).isFalse();
        assertThat(back.key().source()).isEqualTo(KeySource.CONFIGURATION);
    }

    @Test
    void aTrialTellsAGoodKeyFromABadOneWithoutKeepingIt() throws Exception {
        ModelSettings settings = settings(Map.of(), stub(""));

        TrialResult bad = settings.attempt("stub", Optional.of("sk-bad-0123456789"));
        TrialResult good = settings.attempt("stub", Optional.of(GOOD));

        assertThat(bad.problem().orElseThrow().code()).isEqualTo("model-unauthorised");
        assertThat(bad.toString()).doesNotContain("sk-bad-0123456789");
        assertThat(good.problem()).isEmpty();
        assertThat(good.models()).containsExactly("claude-sonnet-5-5", "claude-next");
        assertThat(named(settings, "stub").key().source()).isEqualTo(KeySource.NONE);
    }

    @Test
    void aTrialSaysInWordsWhatIsWrongWithTheAddress() throws Exception {
        ModelSettings settings = settings(Map.of());
        settings.add(added("closed", "http://127.0.0.1:1"));
        try (ProviderStub page = ProviderStub.playing(StubReply.body("text/html", "<h1>Welcome</h1>"));
                ProviderStub nothing = ProviderStub.playing(StubReply.error(404, "not found", Map.of()))) {
            settings.add(added("page", page.baseUrl()));
            settings.add(added("nothing", nothing.baseUrl()));

            assertThat(code(settings, "closed")).isEqualTo("model-unreachable");
            assertThat(code(settings, "page")).isEqualTo("model-malformed-body");
            assertThat(code(settings, "nothing")).isEqualTo("model-malformed-body");
        }
    }

    @Test
    void anAddedProviderOutlivesARestartAndGoesWithItsKey() throws Exception {
        settings(Map.of())
                .add(new NewProvider(
                        "gateway",
                        Language.ANTHROPIC,
                        Optional.of(provider.baseUrl()),
                        Optional.of(GOOD),
                        List.of("claude-next")));

        ModelSettings again = settings(Map.of());
        call("gateway/claude-next");
        assertThat(named(again, "gateway").removable()).isTrue();
        assertThat(again.standard().standard()).contains(new ModelName("gateway/claude-next"));

        again.remove("gateway");
        assertThat(kept).isEmpty();
        assertThat(again.list().providers()).extracting(ModelProvider::name).doesNotContain("gateway");
        assertThat(catchThrowableOfType(ProblemException.class, () -> models.client("gateway/claude-next"))
                        .problem()
                        .code())
                .isEqualTo("model-unknown");
    }

    @Test
    void whatComesWithSlipwayIsNotRemoved() {
        ModelSettings settings = settings(Map.of());

        for (String name : List.of("anthropic", "rehearsal")) {
            assertThat(catchThrowableOfType(ProblemException.class, () -> settings.remove(name))
                            .problem()
                            .code())
                    .isEqualTo("provider-not-removable");
        }
        assertThat(catchThrowableOfType(ProblemException.class, () -> settings.add(added("anthropic", "")))
                        .problem()
                        .code())
                .isEqualTo("provider-exists");
    }

    @Test
    void addedModelsAreOfferedBesideTheOthersWithTheirPriceWhereItIsKnown() {
        ModelSettings settings = settings(Map.of("ANTHROPIC_API_KEY", "k"));

        ModelProvider now = settings.change(
                "anthropic",
                new ProviderChange(Optional.empty(), Optional.of(List.of("claude-opus-5", "claude-secret"))));

        assertThat(models.offered()).contains("anthropic/claude-opus-5", "anthropic/claude-secret");
        assertThat(now.models())
                .filteredOn(ProviderCalls.OfferedModel::added)
                .satisfiesExactly(
                        known ->
                                assertThat(known.price().orElseThrow().output()).isEqualTo(25),
                        unknown -> assertThat(unknown.price()).isEmpty());
    }

    @Test
    void theStandardModelIsChosenHereOrInTheConfigurationOrTheFirst() {
        ModelSettings settings = settings(Optional.of("anthropic/claude-haiku-5-5"), Map.of("ANTHROPIC_API_KEY", "k"));
        assertThat(models.standard()).contains("anthropic/claude-haiku-5-5");

        settings.choose(Optional.of(new ModelName("claude-opus-5-5")));
        assertThat(models.standard()).contains("anthropic/claude-opus-5-5");
        assertThat(settings.standard().chosen()).isTrue();

        settings.choose(Optional.empty());
        assertThat(models.standard()).contains("anthropic/claude-haiku-5-5");
        assertThat(catchThrowableOfType(
                                ProblemException.class,
                                () -> settings.choose(Optional.of(new ModelName("nobody/nothing"))))
                        .problem()
                        .code())
                .isEqualTo("model-unknown");
    }

    @Test
    void aConfiguredStandardModelThatIsUnknownIsAProblemAndNotReplacedByAnother() {
        ModelSettings settings = settings(Optional.of("antropic/claude"), Map.of("ANTHROPIC_API_KEY", "k"));

        assertThat(models.standard()).contains("antropic/claude");
        assertThat(settings.standard().problem().orElseThrow().code()).isEqualTo("model-unknown");
    }

    @Test
    void refusalsSayWhatIsWrongAndQuoteNoKey() {
        ModelSettings settings = settings(Map.of());

        ProblemException key =
                catchThrowableOfType(ProblemException.class, () -> settings.keepKey("anthropic", "sk-two words"));
        assertThat(key.problem().code()).isEqualTo("malformed-key");
        assertThat(key.problem().toString()).doesNotContain("sk-two");
        for (String address :
                List.of("models.example.org", "ftp://x/y", "http://", "https://u:p@x/v1", "http://x?y=1")) {
            assertThat(catchThrowableOfType(ProblemException.class, () -> settings.change("openai", address(address)))
                            .problem()
                            .code())
                    .as(address)
                    .isEqualTo("malformed-base-url");
        }
    }

    private static String code(ModelSettings settings, String name) throws InterruptedException {
        return settings.attempt(name, Optional.empty()).problem().orElseThrow().code();
    }

    private static NewProvider added(String name, String address) {
        return new NewProvider(name, Language.OPENAI_CHAT, Optional.of(address), Optional.empty(), List.of("m"));
    }

    private static ProviderChange address(String text) {
        return new ProviderChange(Optional.of(text), Optional.empty());
    }

    private final class InMemory implements KeyStore {
        @Override
        public Optional<ApiKey> find(String name) {
            return Optional.ofNullable(kept.get(name));
        }

        @Override
        public Optional<Instant> since(String name) {
            return find(name).map(key -> NOON);
        }

        @Override
        public void keep(String name, ApiKey key) {
            kept.put(name, key);
        }

        @Override
        public void forget(String name) {
            kept.remove(name);
        }
    }
}
