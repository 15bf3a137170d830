package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Server;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.Attachment;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.navigation.Destination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The composer with the daemon behind it, over a line that breaks.
@ExtendWith(RealDaemon.Provided.class)
class ComposerDaemonTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @Test
    void theFirstKeyMakesTheSandboxReady(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("composer-typing");
        Server owner = daemon.owner();
        SessionId session = daemon.session(owner, repository, "Say something");
        // Its sandbox ends with the daemon, so that only a key can bring another.
        try (OpenWindow window = opened(owner, session)) {
            window.eventually("the turn ends", () -> window.allText().contains("You said: Say something"));
            daemon.kill();
            daemon.startAgain();
            window.eventually(
                    "it is connected", () -> window.texts(".link-state").contains("Connected"));
            long before = sandboxes(daemon, owner, session);

            window.write(".composer-text", "x");

            window.eventually("a sandbox is ready", () -> sandboxes(daemon, owner, session) > before);
        }
    }

    @Test
    void filesAndCommandsComeFromTheRepository(RealDaemon daemon) throws Exception {
        RepositoryId repository = withCommand(daemon, "composer-commands");
        Server owner = daemon.owner();
        SessionId session = daemon.session(owner, repository, "Say something");
        try (OpenWindow window = opened(owner, session)) {
            window.write(".composer-text", "Read @gr");
            window.eventually("the file is offered", () -> suggestions(window).contains("greet.sh"));
            window.key(KeyCode.ENTER);
            assertThat(written(window)).isEqualTo("Read @greet.sh ");

            window.write(".composer-text", "/ech");
            window.eventually(
                    "the command is offered", () -> suggestions(window).contains("/echo WORDS, Say it again"));
            window.key(KeyCode.ENTER);
            Shown.run(() -> field(window).appendText("loudly"));
            window.key(KeyCode.ENTER);
            window.eventually(
                    "it is on its way",
                    () -> accepted(daemon, owner, session).stream()
                            .anyMatch(prompt -> prompt.text().equals("/echo loudly")));
            assertThat(accepted(daemon, owner, session).getLast().attachments())
                    .extracting(Attachment::name)
                    .containsExactly("echo.md");
        }
    }

    @Test
    void promptsGoOnceAndInOrderOverALineThatBreaks(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("composer-cuts");
        Server owner = daemon.owner();
        SessionId session = daemon.session(owner, repository, "Wait for me");
        List<String> wanted =
                IntStream.range(0, 40).mapToObj(i -> "Prompt number " + i).toList();
        try (BreakingLine line = new BreakingLine(owner.address(), new Random(7));
                OpenWindow window = opened(new Server("Office", line.address(), owner.token()), session)) {
            for (String prompt : wanted) {
                line.breakAtRandom();
                window.write(".composer-text", prompt);
                window.key(KeyCode.ENTER);
            }
            line.breakNoMore();

            window.eventually("nothing waits here any more", () -> !window.shows(".queue-unsent"));
            assertThat(line.broken()).as("connections that broke").isGreaterThan(10);
        }
        assertThat(queue(daemon, owner, session)).extracting(Prompt::text).containsExactlyElementsOf(wanted);
        daemon.call(owner, SessionCalls.STOP, place(session), new Endpoint.Nothing());
    }

    @Test
    void whatWaitsIsEditedAndTakenBackWithoutALine(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("composer-offline");
        Server owner = daemon.owner();
        SessionId session = daemon.session(owner, repository, "Wait for me");
        try (BreakingLine line = new BreakingLine(owner.address(), new Random(8));
                OpenWindow window = opened(new Server("Office", line.address(), owner.token()), session)) {
            window.eventually("the session shows", () -> window.allText().contains("Wait for me"));
            line.down();
            window.eventually(
                    "it is offline", () -> !window.texts(".link-state").contains("Connected"));
            for (String prompt : List.of("first", "second", "third")) {
                window.write(".composer-text", prompt);
                window.key(KeyCode.ENTER);
            }
            window.eventually(
                    "all wait",
                    () -> window.texts(".queue-badge")
                            .equals(List.of(
                                    "will be sent when connected",
                                    "will be sent when connected",
                                    "will be sent when connected")));

            Shown.run(() -> unsent(window, 1).requestFocus());
            window.key(KeyCode.ENTER);
            window.write(".queue-unsent .text-field", "second, better");
            window.key(KeyCode.ENTER);
            Shown.run(() -> unsent(window, 0).requestFocus());
            window.key(KeyCode.DELETE);
            window.eventually("it is a draft again", () -> written(window).equals("first"));
            line.up();

            window.eventually("the others went", () -> !window.shows(".queue-unsent"));
            assertThat(queue(daemon, owner, session))
                    .extracting(Prompt::text)
                    .containsExactly("second, better", "third");
            assertThat(written(window)).isEqualTo("first");
        }
        daemon.call(owner, SessionCalls.STOP, place(session), new Endpoint.Nothing());
    }

    @Test
    void whatWaitedInAKilledWindowGoesFromTheNextOne(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("composer-killed");
        Server owner = daemon.owner();
        SessionId session = daemon.session(owner, repository, "Wait for me");
        Path killed = Files.createDirectory(folder.resolve("killed"));
        try (BreakingLine line = new BreakingLine(owner.address(), new Random(9))) {
            Server far = new Server("Office", line.address(), owner.token());
            try (OpenWindow window = new OpenWindow(far, folder.resolve("first"))) {
                window.go(new Destination.Session(session));
                window.eventually("the session shows", () -> window.allText().contains("Wait for me"));
                line.down();
                window.eventually(
                        "it is offline", () -> !window.texts(".link-state").contains("Connected"));
                window.write(".composer-text", "outlives the window");
                window.key(KeyCode.ENTER);
                window.write(".composer-text", "half written");
                window.eventually("it waits", () -> window.shows(".queue-unsent"));
                window.eventually("it is on disk", () -> {
                    copy(folder.resolve("first"), killed);
                    return contains(killed, "outlives the window") && contains(killed, "half written");
                });
            }
            line.up();
            try (OpenWindow next = new OpenWindow(far, killed)) {
                next.go(new Destination.Session(session));

                next.eventually("it went", () -> queue(daemon, owner, session).size() == 1);
                assertThat(queue(daemon, owner, session))
                        .extracting(Prompt::text)
                        .containsExactly("outlives the window");
                assertThat(written(next)).isEqualTo("half written");
            }
        }
        daemon.call(owner, SessionCalls.STOP, place(session), new Endpoint.Nothing());
    }

    @Test
    void twoWhoEditTheSamePromptAreToldOfEachOther(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("composer-two");
        Server owner = daemon.owner();
        Server grace = daemon.join("grace-two", "Grace Hopper");
        SessionId session = daemon.session(owner, repository, "Wait for me");
        try (OpenWindow window = opened(owner, session)) {
            window.write(".composer-text", "the words");
            window.key(KeyCode.ENTER);
            window.eventually("it waits", () -> window.texts(".queue-title").contains("Waiting (1)"));
            Node row = window.find(".queue-line", Node.class);
            Shown.run(row::requestFocus);
            window.key(KeyCode.ENTER);
            window.write(".queue-field", "my words");
            PromptId prompt = queue(daemon, owner, session).getFirst().id();
            daemon.call(
                    grace,
                    SessionCalls.CHANGE_PROMPT,
                    Map.of("id", session.value(), "prompt", prompt.value()),
                    SessionCalls.PromptChange.text("her words"));

            window.eventually("it is told", () -> window.allText().contains("her words"));
            window.key(KeyCode.ENTER);
            window.eventually(
                    "mine replace hers",
                    () -> queue(daemon, owner, session).getFirst().text().equals("my words"));
        }
        daemon.call(owner, SessionCalls.STOP, place(session), new Endpoint.Nothing());
    }

    private OpenWindow opened(Server server, SessionId session) {
        OpenWindow window = new OpenWindow(server, folder);
        window.go(new Destination.Session(session));
        window.eventually("it is connected", () -> window.texts(".link-state").contains("Connected"));
        return window;
    }

    private static RepositoryId withCommand(RealDaemon daemon, String name) throws Exception {
        Path work = Files.createTempDirectory("slipway-commands-");
        try {
            Files.writeString(work.resolve("greet.sh"), "echo Hello\n");
            Files.createDirectories(work.resolve(".slipway/commands"));
            Files.writeString(
                    work.resolve(".slipway/commands/echo.md"),
                    "---\ndescription: Say it again\nargument-hint: WORDS\n---\nSay $ARGUMENTS.\n");
            daemon.git(work, "init", "--quiet", "--initial-branch=main");
            daemon.git(work, "add", ".");
            daemon.git(work, "commit", "--quiet", "--no-gpg-sign", "--message", "Begin");
            return daemon.imported(name, work);
        } finally {
            try (Stream<Path> all = Files.walk(work)) {
                for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static Map<String, String> place(SessionId session) {
        return Map.of("id", session.value());
    }

    private static List<Prompt> queue(RealDaemon daemon, Server user, SessionId session) {
        return daemon.call(user, SessionCalls.GET, place(session), new Endpoint.Nothing())
                .queue();
    }

    private static List<SessionEvent> events(RealDaemon daemon, Server user, SessionId session) {
        return daemon.call(user, SessionCalls.EVENTS, place(session), new Endpoint.Nothing()).events().stream()
                .map(Envelope::event)
                .toList();
    }

    private static List<Prompt> accepted(RealDaemon daemon, Server user, SessionId session) {
        return events(daemon, user, session).stream()
                .filter(SessionEvent.PromptAccepted.class::isInstance)
                .map(event -> ((SessionEvent.PromptAccepted) event).prompt())
                .toList();
    }

    private static long sandboxes(RealDaemon daemon, Server user, SessionId session) {
        return events(daemon, user, session).stream()
                .filter(SessionEvent.SandboxReady.class::isInstance)
                .count();
    }

    private static List<String> suggestions(OpenWindow window) {
        return window.ask(() -> window.scene().getRoot().lookupAll(".suggestion-cell:filled").stream()
                .map(Node::getAccessibleText)
                .toList());
    }

    private static Node unsent(OpenWindow window, int index) {
        return window.ask(() -> window.scene().getRoot().lookupAll(".queue-unsent").stream()
                .toList()
                .get(index));
    }

    private static TextArea field(OpenWindow window) {
        return (TextArea) window.scene().getRoot().lookup(".composer-text");
    }

    private static String written(OpenWindow window) {
        return window.ask(() -> field(window).getText());
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file :
                    files.filter(path -> !path.toString().endsWith("-shm")).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean contains(Path folder, String words) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> {
                try {
                    return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                            .contains(words);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
