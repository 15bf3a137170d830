package dev.slipway.daemon;

import static dev.slipway.daemon.WiredDaemon.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.git.RealGit;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
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

    /// The goal is 50 ms on a machine that does nothing else; measured figures are in docs/api.md.
    @Test
    void aKeyIsAnsweredSoonInARepositoryOfAHundredThousandFiles(@TempDir Path origin) throws Exception {
        RealGit git = RealGit.init(origin);
        StringBuilder commit = new StringBuilder("""
                blob
                mark :1
                data 1
                x
                commit refs/heads/main
                committer T <t@example.org> 0 +0000
                data 1
                x
                """);
        for (int i = 0; i < 100_000; i++) {
            commit.append("M 100644 :1 services/module-")
                    .append(i % 250)
                    .append("/src/main/java/org/example/part")
                    .append(i % 37)
                    .append("/Component")
                    .append(i)
                    .append("Factory.java\n");
        }
        Path stream = Files.writeString(origin.resolve(".git/stream"), commit);
        Process importing = new ProcessBuilder("git", "fast-import", "--quiet")
                .directory(git.directory().toFile())
                .inheritIO()
                .redirectInput(stream.toFile())
                .start();
        assertThat(importing.waitFor()).isZero();
        assertThat(daemon.post("/repositories", Json.write(Map.of("id", "vast", "origin", origin.toString())))
                        .statusCode())
                .isEqualTo(201);
        assertThat(files("/repositories/vast/files").total()).isEqualTo(100_000);

        List<Long> millis = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (String query : List.of("c", "comp9", "compfact", "srcmain", "m12cf", "zzz")) {
                long begun = System.nanoTime();
                files("/repositories/vast/files?query=" + query);
                millis.add((System.nanoTime() - begun) / 1_000_000);
            }
        }
        Collections.sort(millis);

        assertThat(millis.get(millis.size() / 4))
                .as("a quarter is quicker than, ms")
                .isLessThan(400);
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
