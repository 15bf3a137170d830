package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Server;
import dev.slipway.model.account.User;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.WarmRule;
import dev.slipway.model.wire.AccountCalls;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.ImageCalls;
import dev.slipway.model.wire.PoolCalls;
import dev.slipway.model.wire.ProviderCalls;
import dev.slipway.model.wire.ProviderCalls.ProviderChange;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.WarmCalls;
import dev.slipway.navigation.Destination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The settings as people use them, on the real daemon; keys are tried on a provider of our own.
@ExtendWith(RealDaemon.Provided.class)
class SettingsTest {
    @TempDir
    Path folder;

    private RealDaemon daemon;
    private OpenWindow window;

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @BeforeEach
    void open(RealDaemon running) {
        daemon = running;
        window = new OpenWindow(daemon.owner(), folder);
    }

    @AfterEach
    void close() {
        window.close();
        daemon.call(daemon.owner(), ProviderCalls.REMOVE_KEY, Map.of("provider", "anthropic"), new Endpoint.Nothing());
        daemon.call(
                daemon.owner(),
                ProviderCalls.CHANGE,
                Map.of("provider", "anthropic"),
                new ProviderChange(Optional.of(""), Optional.of(List.of())));
    }

    private void page(String name) {
        window.go(new Destination.Settings(name));
    }

    private void awaitText(String text) {
        window.eventually("\"" + text + "\" shows", () -> window.allText().contains(text));
    }

    @Test
    void aNewcomerIsLedToTheModelsAndGivesAKeyThatWorksAtOnce() throws IOException {
        try (StubProvider provider = new StubProvider()) {
            daemon.call(
                    daemon.owner(),
                    ProviderCalls.CHANGE,
                    Map.of("provider", "anthropic"),
                    new ProviderChange(Optional.of(provider.address()), Optional.empty()));
            daemon.call(
                    daemon.owner(), ProviderCalls.REMOVE_KEY, Map.of("provider", "anthropic"), new Endpoint.Nothing());
            page("models");
            awaitText("Anthropic");

            window.write("#key-of-anthropic", "sk-wrong-0123456789");
            window.press("Test");
            awaitText("The model provider does not accept the key");
            window.write("#key-of-anthropic", StubProvider.KEY);
            window.press("Save key");

            awaitText("The key is saved");
            awaitText("It works: 2 models");
            awaitText("Key given here on");
            assertThat(window.ask(() ->
                            window.find("#key-of-anthropic", TextField.class).getText()))
                    .isEmpty();
            assertThat(Files.readString(daemon.home().resolve("keys/anthropic.key")))
                    .startsWith(StubProvider.KEY);
        }
    }

    @Test
    void withoutAModelTheFirstPagesLeadToWhereAKeyIsGiven() {
        window.go(new Destination.NewSession());
        awaitText("There is no model yet but the rehearsal, which only plays a script.");
        awaitText("Rehearsal: ");

        window.press("Give a model key");

        awaitText("One key, and agents can work");
        assertThat(window.place()).isEqualTo(new Destination.Settings("models"));
    }

    @Test
    void whatWasBegunIsThereAgainAndFaultsAreSaidWhileWriting() {
        page("models");
        awaitText("Anthropic");
        window.write("#key-of-anthropic", "two words");
        awaitText("A key is one line without spaces.");
        window.write("#key-of-openai", "sk-begun");

        page("account");
        awaitText("Your tokens");
        page("models");

        assertThat(window.find("#key-of-openai", TextField.class).getText()).isEqualTo("sk-begun");
        assertThat(window.find("#key-of-anthropic", TextField.class).getText()).isEqualTo("two words");
    }

    @Test
    void aMemberSeesTheModelsAndWhyNothingCanBeChanged() {
        Server member = daemon.join("settings-member", "Mary Member");
        try (OpenWindow theirs = new OpenWindow(member, folder.resolve("member"))) {
            theirs.go(new Destination.Settings("models"));

            theirs.eventually(
                    "the reason shows",
                    () -> theirs.allText().contains("Only admins can change this; you are Member here."));
            assertThat(theirs.ask(() ->
                            theirs.find("#key-of-anthropic", TextField.class).isDisabled()))
                    .isTrue();
            assertThat(theirs.allText()).contains("claude-sonnet-5-5");
        }
    }

    @Test
    void aRepositoryIsLookedAtWhileItsOriginIsWrittenAndThenImported() throws Exception {
        Path work = Files.createDirectories(folder.resolve("imported-shop"));
        Files.writeString(work.resolve("readme"), "Hello\n");
        daemon.git(work, "init", "--quiet", "--initial-branch=trunk");
        daemon.git(work, "add", ".");
        daemon.git(work, "commit", "--quiet", "--no-gpg-sign", "--message", "Begin");
        page("repositories");
        awaitText("Add a repository");

        window.write("#origin", "shop");
        awaitText("A path on the server begins with /");
        window.write("#origin", folder.toString());
        awaitText("This is not a git repository");
        window.write("#origin", work.toString());
        awaitText("It can be read: 1 branch, trunk is the default");
        window.press("Import");

        awaitText("imported-shop is imported");
        window.eventually(
                "it is listed", () -> window.texts(".settings-card-title").contains("imported-shop"));
    }

    @Test
    void aRepositoryIsToldWhichChecksAMergeNeedsAndWhereItsSandboxesAre() throws Exception {
        RepositoryId repository = daemon.repository("settings-rules");
        daemon.call(
                daemon.owner(),
                PoolCalls.SET,
                Map.of("pool", "gpu"),
                new PoolCalls.PoolSettings(List.of("gpu"), Optional.empty(), Optional.empty()));
        page("repositories");
        window.press("Settings: settings-rules");
        window.write("#checks-settings-rules", "build, test / linux");
        window.press("Save: settings-rules");
        awaitText("Saved");
        assertThat(window.ask(() -> window.scene().getRoot().lookupAll(".button").stream()
                        .filter(node -> "Save: settings-rules".equals(node.getAccessibleText()))
                        .allMatch(Node::isDisabled)))
                .as("there is nothing more to save")
                .isTrue();
        assertThat(daemon.call(daemon.owner(), PullRequestCalls.RULES, at(repository), new Endpoint.Nothing())
                        .requiredChecks())
                .containsExactly("build", "test / linux");

        ComboBox<?> pool = window.find("#pool-settings-rules", ComboBox.class);
        window.eventually("pools are offered", () -> pool.getItems().size() == 2);
        Shown.run(() -> pool.getSelectionModel().select(1));
        window.eventually(
                "the server knows",
                () -> daemon.call(daemon.owner(), PoolCalls.CHOICE, at(repository), new Endpoint.Nothing())
                        .pool()
                        .filter(chosen -> chosen.value().equals("gpu"))
                        .isPresent());
        Shown.run(() -> pool.getSelectionModel().select(0));
        window.eventually(
                "any host again",
                () -> daemon.call(daemon.owner(), PoolCalls.CHOICE, at(repository), new Endpoint.Nothing())
                        .pool()
                        .isEmpty());
    }

    @Test
    void anImageIsBuiltAtOnceAndItsLogIsRead() throws Exception {
        RepositoryId repository = daemon.repository("settings-image");
        page("repositories");
        window.press("Build now: settings-image");
        window.eventually("it is built", () -> imageState().contains("Sessions start from this image"));
        window.press("Log: settings-image");
        window.eventually("its log shows", () -> !log().isBlank());
        assertThat(daemon.call(daemon.owner(), ImageCalls.LIST, at(repository), new Endpoint.Nothing())
                        .builds())
                .isNotEmpty();
    }

    @Test
    void howManySandboxesWaitIsChangedAndTakenBack() throws Exception {
        RepositoryId repository = daemon.repository("settings-warm");
        page("repositories");
        window.press("Settings: settings-warm");
        window.write("#warm-most-settings-warm", "900");
        awaitText("A number from 0 to 50");
        window.write("#warm-most-settings-warm", "4");
        window.press("Save how many wait: settings-warm");
        window.eventually("the server knows", () -> rule(repository).most() == 4);
        window.press("As usual: settings-warm");
        window.eventually("it is as usual", () -> rule(repository).most() != 4);
    }

    private WarmRule rule(RepositoryId repository) {
        return daemon.call(daemon.owner(), WarmCalls.GET, at(repository), new Endpoint.Nothing())
                .pool()
                .rule();
    }

    private String imageState() {
        return String.join("\n", window.texts(".settings-image-state"));
    }

    private String log() {
        return window.ask(() -> window.scene().getRoot().lookupAll(".settings-log .t").stream()
                .map(node -> ((Text) node).getText())
                .filter(said -> !said.equals("Nothing is said yet."))
                .collect(Collectors.joining()));
    }

    private static Map<String, String> at(RepositoryId repository) {
        return Map.of("repository", repository.value());
    }

    @Test
    void aPersonIsAddedGetsAnotherRoleAndIsRemovedAfterAQuestion() {
        page("people");
        awaitText("Add a person");
        window.write("#person-id", "Eve Evil");
        awaitText("An id has small letters");
        window.write("#person-id", "settings-eve");
        window.write("#person-name", "Eve Everett");
        window.write("#person-email", "eve@example.org");
        window.press("Add");

        awaitText("The token of Eve Everett");
        String token = window.ask(
                () -> window.find(".settings-secret-text", TextField.class).getText());
        Server eve = new Server("Office", daemon.owner().address(), token);
        User me = daemon.call(eve, ServerCalls.ME, Map.of(), new Endpoint.Nothing());
        assertThat(me.name()).isEqualTo("Eve Everett");
        window.press("Done");
        window.eventually("it is put away", () -> !window.shows(".settings-secret-text"));
        daemon.call(daemon.owner(), AccountCalls.REMOVE_USER, Map.of("user", "settings-eve"), new Endpoint.Nothing());
    }

    @Test
    void aTokenOfOnesOwnIsMadeShownOnceAndRevoked() {
        page("account");
        awaitText("In the server's token file");
        window.write("#token-name", "Laptop");
        window.write("#token-days", "0");
        awaitText("A whole number from 1 to 3650, or nothing.");
        window.write("#token-days", "30");
        window.press("Make a token");

        awaitText("Your new token");
        window.press("Done");
        awaitText("Laptop");
        window.press("Revoke");
        awaitText("Whatever uses it is out at once.");
        window.press("Revoke");

        awaitText("The token is revoked");
        window.eventually("it is gone", () -> !window.allText().contains("Laptop\n"));
    }

    @Test
    void keysAreChangedUnlessAnotherCommandHasThem() {
        page("keys");
        awaitText("New session");
        window.press("New session: Ctrl+N. Change");
        awaitText("Press the new keys");

        window.key(KeyCode.A);
        awaitText("Use Ctrl, Alt or a function key");
        window.key(KeyCode.K, KeyCombination.SHORTCUT_DOWN);
        awaitText("is taken: Command palette");
        window.key(KeyCode.J, KeyCombination.SHORTCUT_DOWN);
        awaitText("Ctrl+J");

        window.go(new Destination.Home());
        window.key(KeyCode.N, KeyCombination.SHORTCUT_DOWN);
        assertThat(window.place()).isEqualTo(new Destination.Home());
        window.key(KeyCode.J, KeyCombination.SHORTCUT_DOWN);
        assertThat(window.place()).isEqualTo(new Destination.NewSession());

        page("keys");
        window.press("All usual keys");
        awaitText("Ctrl+N");
    }

    @Test
    void settingsAreFoundByWhatTheyAreAbout() {
        page("");
        awaitText("Keyboard shortcuts");
        window.write(".settings-side .search-field", "dark");

        window.eventually(
                "one is left",
                () -> window.texts(".settings-section-row .label").equals(List.of("Appearance")));
    }
}
