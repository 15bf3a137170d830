package dev.slipway.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.llm.rehearsal.Rehearsals;
import dev.slipway.llm.stub.ProviderStub;
import dev.slipway.llm.stub.Wire;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.Money;
import dev.slipway.model.session.Usage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModelsTest {
    private static final Map<Provider.Kind, Protocol> PROTOCOLS = new EnumMap<>(Calling.PROTOCOLS);

    static {
        PROTOCOLS.put(Provider.Kind.REHEARSAL, new Rehearsals(Optional.empty()));
    }

    private static Models models(List<Provider> providers, List<ModelFacts> facts) {
        return new Models(providers, PROTOCOLS, facts, RetryPolicy.NONE, Connections.ofEnvironment(), new Random(1));
    }

    private static Models ofEnvironment(Map<String, String> environment) {
        return models(Providers.of(List.of(), environment, List.of("demo")), List.of());
    }

    @Test
    void choosesARealModelAsSoonAsThereIsAKey() {
        try (Models none = ofEnvironment(Map.of());
                Models anthropic = ofEnvironment(Map.of("ANTHROPIC_API_KEY", "k"));
                Models openAi = ofEnvironment(Map.of("OPENAI_API_KEY", "k"));
                Models gateway = ofEnvironment(Map.of("OPENAI_BASE_URL", "http://localhost:1"))) {
            assertThat(none.standard()).contains("rehearsal/demo");
            assertThat(none.offered()).containsExactly("rehearsal/demo");
            assertThat(anthropic.standard().orElseThrow()).startsWith("anthropic/claude-");
            assertThat(openAi.standard().orElseThrow()).startsWith("openai/gpt-");
            assertThat(gateway.standard().orElseThrow()).startsWith("openai/gpt-");
        }
    }

    @Test
    void findsModelsByFullAndByShortName() {
        Provider ollama =
                Provider.of("ollama", Provider.Kind.OPENAI_CHAT, "http://localhost:11434/v1", "", List.of("qwen3:8b"));
        try (Models models = models(List.of(ollama), List.of())) {
            assertThat(models.resolve("ollama/anything/else")).isEqualTo("ollama/anything/else");
            assertThat(models.resolve("qwen3:8b")).isEqualTo("ollama/qwen3:8b");
            assertThat(models.client("qwen3:8b")).isSameAs(models.client("ollama/llama5"));
        }
    }

    @Test
    void saysWhatThereIsWhenAModelIsUnknown() {
        try (Models models = ofEnvironment(Map.of("ANTHROPIC_API_KEY", "k"))) {
            for (String name : List.of("gpt-nope", "nobody/x", "anthropic/", "", "/", "a b")) {
                ProblemException unknown = catchThrowableOfType(ProblemException.class, () -> models.client(name));
                assertThat(unknown.problem().code()).isEqualTo("model-unknown");
                assertThat(unknown.problem().remedy().orElseThrow())
                        .contains("anthropic/claude-", "rehearsal/demo")
                        .doesNotContain("openai/gpt");
            }
        }
    }

    @Test
    void saysWhichKeyIsMissing() {
        try (Models models = ofEnvironment(Map.of())) {
            ProblemException missing =
                    catchThrowableOfType(ProblemException.class, () -> models.client("anthropic/claude-sonnet-5-5"));
            assertThat(missing.problem().remedy().orElseThrow()).contains("ANTHROPIC_API_KEY");
        }
    }

    @Test
    void letsTheConfigurationComeBeforeTheEnvironment() {
        Provider configured =
                Provider.of("anthropic", Provider.Kind.ANTHROPIC, "http://gateway", "", List.of("claude-opus-5-5"));
        List<Provider> all = Providers.of(
                List.of(configured),
                Map.of("ANTHROPIC_API_KEY", "from-environment", "ANTHROPIC_BASE_URL", "http://elsewhere"),
                List.of());
        Provider first = all.getFirst();
        assertThat(first.baseUrl()).contains("http://gateway");
        assertThat(first.key().orElseThrow().reveal()).isEqualTo("from-environment");
        assertThat(all.toString()).doesNotContain("from-environment");
        try (Models models = models(all, List.of())) {
            assertThat(models.standard()).contains("anthropic/claude-opus-5-5");
        }
    }

    @Test
    void acceptsBaseUrlsWithAndWithoutVersion() {
        for (String url : List.of("http://h", "http://h/", "http://h/v1", "http://h/v1/")) {
            assertThat(BaseUrls.of(Provider.of("a", Provider.Kind.ANTHROPIC, url, "", List.of())))
                    .isEqualTo("http://h");
        }
        assertThat(BaseUrls.of(Provider.of("o", Provider.Kind.OPENAI_CHAT, "http://h/v1/", "", List.of())))
                .isEqualTo("http://h/v1");
    }

    @Test
    void knowsPricesAndAdmitsWhenItDoesNot() throws Exception {
        try (ProviderStub stub =
                ProviderStub.playing(Wire.anthropic().text("Hi").end())) {
            Provider anthropic = Provider.of("anthropic", Provider.Kind.ANTHROPIC, stub.baseUrl(), "k", List.of());
            ModelFacts own = ModelFacts.priced("anthropic", "house", new ModelFacts.Price(1, 2, 0, 0));
            try (Models models = models(List.of(anthropic), List.of(own))) {
                // 20 tokens in at $2, 80 from the cache at $0.10, 20 out at $10 a million.
                assertThat(price(models, "anthropic/claude-sonnet-5-5")).contains(new Money(40 + 8 + 200));
                assertThat(price(models, "anthropic/claude-haiku-4-5-20251001")).contains(new Money(20 + 8 + 100));
                assertThat(price(models, "anthropic/house")).contains(new Money(60));
                assertThat(price(models, "anthropic/claude-of-tomorrow")).isEmpty();
                assertThat(models.contextTokens("anthropic/claude-sonnet-5-5")).hasValue(1_000_000);
                assertThat(models.contextTokens("anthropic/house")).isEmpty();
            }
        }
    }

    private static Optional<Money> price(Models models, String model) throws Exception {
        ModelRequest request =
                new ModelRequest(model, List.of(), List.of(Message.user("Hello")), List.of(), CallOptions.STANDARD);
        return models.client(model).call(request, event -> {}).price();
    }

    @Test
    void paysMoreForLongInputsWhereThePriceHasTiers() {
        Provider anthropic = Provider.of("anthropic", Provider.Kind.ANTHROPIC, "", "k", List.of());
        Catalogue catalogue = Catalogue.with(List.of());
        Usage usage = new Usage(100_001, 0, 0, 1_000, 0);
        assertThat(catalogue.price(anthropic, "claude-haiku-5-5", Usage.NONE, 0))
                .as("nothing reported is not nothing spent")
                .isEmpty();
        assertThat(catalogue.price(anthropic, "claude-haiku-5-5", usage, 100_000))
                .contains(new Money(10_500));
        assertThat(catalogue.price(anthropic, "claude-haiku-5-5", usage, 100_001))
                .contains(new Money(52_501));
    }

    @Test
    void needsNoKeyAtAPlaceOfOnesOwn() throws Exception {
        for (Provider.Kind kind : Calling.PROTOCOLS.keySet()) {
            try (ProviderStub stub =
                            ProviderStub.playing(Calling.wire(kind).text("Hi").end());
                    Models models = models(List.of(Provider.of("p", kind, stub.baseUrl(), "", List.of())), List.of())) {
                ModelReply reply = models.client("p/any").call(Calling.request(kind), event -> {});
                assertThat(reply.text()).isEqualTo("Hi");
            }
        }
    }

    @Test
    void warmsUpWithoutAnyModelCall() throws Exception {
        try (ProviderStub stub =
                        ProviderStub.playing(Wire.anthropic().text("Hi").end());
                Models models = models(
                        List.of(
                                Provider.of("a", Provider.Kind.ANTHROPIC, stub.baseUrl(), "k", List.of()),
                                Provider.of("r", Provider.Kind.OPENAI_RESPONSES, stub.baseUrl(), "k", List.of()),
                                Provider.of("c", Provider.Kind.OPENAI_CHAT, stub.baseUrl(), "", List.of()),
                                Provider.of("n", Provider.Kind.OPENAI_CHAT, "http://127.0.0.1:1", "", List.of()),
                                Provider.of("rehearsal", Provider.Kind.REHEARSAL, "", "", List.of("demo"))),
                        List.of())) {
            models.warmUp();
            assertThat(stub.requests()).isEmpty();
            assertThat(stub.connections()).isPositive();
            int before = stub.connections();
            models.client("a/claude-sonnet-5-5").call(Calling.request(Provider.Kind.ANTHROPIC), event -> {});
            assertThat(stub.connections()).isEqualTo(before);
        }
    }
}
