package dev.slipway.desktop;

import dev.slipway.link.TestServer;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.wire.AccountCalls;
import dev.slipway.model.wire.AccountCalls.AccessToken;
import dev.slipway.model.wire.ProviderCalls;
import dev.slipway.model.wire.ProviderCalls.KeySource;
import dev.slipway.model.wire.ProviderCalls.Language;
import dev.slipway.model.wire.ProviderCalls.LastCall;
import dev.slipway.model.wire.ProviderCalls.ModelProvider;
import dev.slipway.model.wire.ProviderCalls.OfferedModel;
import dev.slipway.model.wire.ProviderCalls.Price;
import dev.slipway.model.wire.ProviderCalls.ProviderKey;
import dev.slipway.model.wire.ProviderCalls.ProviderList;
import dev.slipway.model.wire.ProviderCalls.Standard;
import dev.slipway.model.wire.RepositoryCalls;
import dev.slipway.model.wire.ServerCalls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the settings of the pictures show.
final class SampleSettings {
    private SampleSettings() {}

    static void fill(TestServer server) {
        server.answer(ServerCalls.ME, (_, _) -> user(Sample.ADA, Role.ADMIN));
        server.answer(
                ServerCalls.USERS,
                (_, _) -> new ServerCalls.UserList(List.of(
                        user(Sample.ADA, Role.ADMIN),
                        user(Sample.ALAN, Role.VIEWER),
                        user(Sample.GRACE, Role.MEMBER))));
        server.answer(ServerCalls.HEALTH, (_, _) -> new ServerCalls.Health("ok", "0.1.0", Sample.NOW, List.of()));
        server.answer(
                ProviderCalls.LIST,
                (_, _) -> new ProviderList(
                        List.of(anthropic(), openAi(), ollama(), rehearsal()),
                        new Standard(
                                Optional.of(new ModelName("anthropic/claude-sonnet-5-5")), false, Optional.empty())));
        server.answer(
                RepositoryCalls.LIST,
                (_, _) -> new RepositoryCalls.RepositoryList(List.of(
                        repository("mobile-app", "https://example.org/shop/mobile-app.git", List.of()),
                        repository(
                                "web-shop",
                                "https://example.org/shop/web-shop.git",
                                List.of("Submodules are not fetched: this repository has 2.")))));
        server.answer(
                AccountCalls.TOKENS,
                (_, _) -> new AccountCalls.TokenList(List.of(
                        token("1", "Laptop", Optional.of(300), true),
                        token("2", "Nightly script", Optional.of(-3), false))));
        SampleHosts.fill(server);
        SampleImages.fill(server);
    }

    private static User user(Author author, Role role) {
        return new User(author.user(), author.name(), author.email(), role, Sample.NOW.minus(Duration.ofDays(90)));
    }

    private static AccessToken token(String id, String name, Optional<Integer> days, boolean current) {
        return new AccessToken(
                id,
                name,
                Sample.NOW.minus(Duration.ofDays(40)),
                days.map(count -> Sample.NOW.plus(Duration.ofDays(count))),
                current,
                false);
    }

    private static Repository repository(String name, String origin, List<String> notices) {
        return new Repository(
                new RepositoryId(name),
                Optional.of(origin),
                new BranchName("main"),
                Optional.of(new CommitId("a".repeat(40))),
                "/git/" + name + ".git",
                notices,
                Sample.NOW);
    }

    private static ModelProvider anthropic() {
        return new ModelProvider(
                "anthropic",
                Language.ANTHROPIC,
                "https://api.anthropic.com",
                false,
                new ProviderKey(KeySource.SETTINGS, Optional.of(Sample.NOW.minus(Duration.ofDays(12)))),
                true,
                false,
                List.of(
                        model("anthropic/claude-sonnet-5-5", false, 1_000_000, 2, 10),
                        model("anthropic/claude-opus-5-5", false, 1_000_000, 4, 20),
                        model("anthropic/claude-haiku-5-5", false, 1_000_000, 0.1, 0.5)),
                Optional.of(new LastCall(Sample.NOW.minusSeconds(90), Optional.empty())));
    }

    private static ModelProvider openAi() {
        return new ModelProvider(
                "openai",
                Language.OPENAI_RESPONSES,
                "https://api.openai.com/v1",
                false,
                new ProviderKey(KeySource.NONE, Optional.empty()),
                false,
                false,
                List.of(model("openai/gpt-6-sol", false, 922_000, 2, 10)),
                Optional.empty());
    }

    private static ModelProvider ollama() {
        return new ModelProvider(
                "ollama",
                Language.OPENAI_CHAT,
                "http://127.0.0.1:11434/v1",
                true,
                new ProviderKey(KeySource.NONE, Optional.empty()),
                true,
                true,
                List.of(new OfferedModel(
                        new ModelName("ollama/qwen3-coder"), true, Optional.empty(), Optional.empty())),
                Optional.empty());
    }

    private static ModelProvider rehearsal() {
        return new ModelProvider(
                "rehearsal",
                Language.REHEARSAL,
                "",
                false,
                new ProviderKey(KeySource.NONE, Optional.empty()),
                true,
                false,
                List.of(new OfferedModel(new ModelName("rehearsal/demo"), false, Optional.empty(), Optional.empty())),
                Optional.empty());
    }

    private static OfferedModel model(String name, boolean added, int context, double input, double output) {
        return new OfferedModel(
                new ModelName(name),
                added,
                Optional.of(context),
                Optional.of(new Price(input, output, input / 10, input * 1.25)));
    }
}
