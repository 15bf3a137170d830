package dev.slipway.daemon;

import static dev.slipway.daemon.WiredDaemon.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.Attachment;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.SessionCalls.EventPage;
import dev.slipway.model.wire.WritingCalls.Command;
import dev.slipway.model.wire.WritingCalls.CommandList;
import dev.slipway.model.wire.WritingCalls.FileMatch;
import dev.slipway.model.wire.WritingCalls.FileMatches;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a person who writes a prompt finds and may refer to, and what becomes of prompts that wait.
@ExtendWith(WiredDaemon.Provided.class)
final class WritingOverHttpTest {
    private static WiredDaemon daemon;

    @BeforeAll
    static void repository(WiredDaemon wired) throws Exception {
        daemon = wired;
        Map<String, String> files = new LinkedHashMap<>();
        files.put("src/Basket.java", "class Basket {}\n");
        files.put("src/BasketView.java", "class BasketView {}\n");
        files.put(".claude/commands/fix.md", "Shadowed.\n");
        files.put(
                ".claude/commands/web/page.md", "---\ndescription: Make a page\nargument-hint: NAME\n---\nMake $1.\n");
        files.put(".slipway/commands/fix.md", "# Fix an issue\n\nFix $ARGUMENTS.\n");
        files.put(".slipway/commands/notes.txt", "No command.\n");
        daemon.repository("writing", files);
    }

    @Test
    void filesOfABranchAreFoundBeforeThereIsASession() throws Exception {
        FileMatches found = files("/repositories/writing/files?query=bview");

        assertThat(found.files()).containsExactly(new FileMatch("src/BasketView.java", List.of(4, 10, 11, 12, 13)));
        assertThat(found.total()).isEqualTo(1);
        assertThat(found.commit()).isPresent();
        assertThat(files("/repositories/writing/files?branch=main&limit=1").files())
                .extracting(FileMatch::path)
                .containsExactly("readme");
        assertThat(code(daemon.get("/repositories/writing/files?branch=none"))).isEqualTo("unknown-branch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "branch=..", "sort=name"})
    void aMalformedQuestionIsRefused(String query) throws Exception {
        assertThat(daemon.get("/repositories/writing/files?" + query).statusCode())
                .isEqualTo(400);
    }

    @Test
    void filesThatOnlyTheSandboxHasAreFoundToo() throws Exception {
        String session = daemon.session("writing", "RUN touch src/Fresh.java && rm src/Basket.java && sleep 600");
        daemon.awaitFile(session, "src/Fresh.java");

        List<String> found = files("/sessions/" + session + "/files?query=src&limit=200").files().stream()
                .map(FileMatch::path)
                .toList();

        assertThat(found).contains("src/Fresh.java", "src/BasketView.java").doesNotContain("src/Basket.java");
        daemon.post("/sessions/" + session + "/stop", "");
    }

    @Test
    void commandsOfARepositoryAreListedAndItsOwnComeFirst() throws Exception {
        CommandList list =
                Json.read(daemon.get("/repositories/writing/commands").body(), CommandList.class);

        assertThat(list.commands())
                .containsExactly(
                        new Command("fix", "Fix an issue", Optional.empty(), ".slipway/commands/fix.md"),
                        new Command("web:page", "Make a page", Optional.of("NAME"), ".claude/commands/web/page.md"));
    }

    @Test
    void aPromptThatCallsACommandCarriesItsTextAsItWas() throws Exception {
        String session = daemon.session("writing", "/fix 12");
        daemon.awaitState(session, SessionState.IDLE);

        Prompt prompt = accepted(session).getFirst();
        Attachment text = prompt.attachments().getFirst();
        assertThat(prompt.text()).isEqualTo("/fix 12");
        assertThat(text.name()).isEqualTo("fix.md");
        assertThat(new String(
                        daemon.bytes("/sessions/" + session + "/blobs/"
                                        + text.blob().value())
                                .body(),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("# Fix an issue\n\nFix $ARGUMENTS.");
        assertThat(Json.read(daemon.get("/sessions/" + session + "/commands").body(), CommandList.class)
                        .commands())
                .extracting(Command::name)
                .containsExactly("fix", "web:page");
    }

    @Test
    void aPromptOfFilesAloneIsTaken() throws Exception {
        String session = daemon.session("writing", "Say hello");
        daemon.awaitState(session, SessionState.IDLE);

        assertThat(daemon.post("/sessions/" + session + "/prompts", """
                        {"text":"","attachments":[{"name":"a.txt","mediaType":"text/plain","content":"YQ=="}]}""").statusCode())
                .isEqualTo(201);
        assertThat(code(daemon.post("/sessions/" + session + "/prompts", "{\"text\":\"\",\"attachments\":[]}")))
                .isEqualTo("empty-prompt");
    }

    @Test
    void aWaitingPromptIsChangedOnlyIfItStillReadsAsItWasSeen() throws Exception {
        String session = daemon.session("writing", "WAIT");
        daemon.awaitState(session, SessionState.WORKING);
        daemon.post("/sessions/" + session + "/prompts", "{\"id\":\"p1\",\"text\":\"one\"}");
        String prompt = "/sessions/" + session + "/prompts/p1";

        assertThat(daemon.patch(prompt, "{\"text\":\"two\",\"seen\":\"one\"}").statusCode())
                .isEqualTo(200);
        assertThat(code(daemon.patch(prompt, "{\"text\":\"three\",\"seen\":\"one\"}")))
                .isEqualTo("prompt-changed-meanwhile");
        assertThat(code(daemon.patch(prompt, "{\"text\":\"/fix it\"}"))).isEqualTo("other-command");
        assertThat(daemon.detail(session).queue()).extracting(Prompt::text).containsExactly("two");
        daemon.post("/sessions/" + session + "/stop", "");
    }

    @Test
    void aWaitingPromptCanBeInsertedAfterAll() throws Exception {
        String session = daemon.session("writing", "WAIT");
        daemon.awaitState(session, SessionState.WORKING);
        daemon.post("/sessions/" + session + "/prompts", "{\"id\":\"p1\",\"text\":\"one\"}");

        Prompt changed = Json.read(
                daemon.patch("/sessions/" + session + "/prompts/p1", "{\"mode\":\"INSERT\"}")
                        .body(),
                Prompt.class);

        assertThat(changed.mode()).isEqualTo(PromptMode.INSERT);
        assertThat(daemon.detail(session).queue()).extracting(Prompt::mode).containsExactly(PromptMode.INSERT);
        daemon.post("/sessions/" + session + "/stop", "");
    }

    private static FileMatches files(String path) throws Exception {
        return Json.read(daemon.get(path).body(), FileMatches.class);
    }

    private static List<Prompt> accepted(String session) throws Exception {
        return Json.read(daemon.get("/sessions/" + session + "/events").body(), EventPage.class).events().stream()
                .map(Envelope::event)
                .filter(SessionEvent.PromptAccepted.class::isInstance)
                .map(event -> ((SessionEvent.PromptAccepted) event).prompt())
                .toList();
    }
}
