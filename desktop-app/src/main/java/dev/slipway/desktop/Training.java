package dev.slipway.desktop;

import dev.slipway.link.Backoff;
import dev.slipway.link.Link;
import dev.slipway.link.Server;
import dev.slipway.login.KnownServers;
import dev.slipway.login.LocalDaemon;
import dev.slipway.login.OwnDaemon;
import dev.slipway.mirror.Mirror;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.session.Usage;
import dev.slipway.navigation.Destination;
import dev.slipway.platform.LinkScheme;
import dev.slipway.platform.Places;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javafx.application.Application;

/// A short start of the desktop for the launcher, which keeps what it needed as an AOT cache: the window opens on a
/// session of a server that nobody can reach, and closes again.
public final class Training {
    private static final SessionId SESSION = SessionId.of(1, 1);
    private static final Server NOBODY = new Server("training", URI.create("http://127.0.0.1:9"), "none");
    private static final Author ADA = new Author(new UserId("ada"), "Ada Lovelace", "ada@example.org");
    private static final ModelName MODEL = new ModelName("rehearsal/demo");
    private static final TurnId TURN = new TurnId(1);

    private Training() {}

    /// @param args a folder for its files, which is the caller's to delete
    public static void main(String[] args) {
        System.setProperty(FirstFrame.PROPERTY, FirstFrame.TRAIN);
        Path folder = Path.of(args[0]);
        prepare(folder);
        open(folder);
        System.exit(0);
    }

    /// Puts a session into a folder, as if it had been visited.
    static void prepare(Path folder) {
        fill(Wiring.replica(Places.within(folder).data(), NOBODY));
    }

    /// Opens the window on that session; returns when it is closed.
    static void open(Path folder) {
        Places places = Places.within(folder);
        App.begin(new App.Beginning(
                new Start(
                        places,
                        Optional.of(new Destination.Session(SESSION).link(NOBODY.address())),
                        new KnownServers(places.settings()),
                        new OwnDaemon(new LocalDaemon(places.settings(), Optional.empty()), places.settings()),
                        Optional.of(NOBODY)),
                new LinkScheme(Map.of(), Optional.empty()),
                Optional.empty()));
        Application.launch(App.class);
    }

    private static void fill(Path replica) {
        try (Link link = new Link(NOBODY, Backoff.usual(new Random()), InstantSource.system());
                Mirror mirror = new Mirror(replica, link)) {
            mirror.keep(List.of(new SessionSummary(
                    SESSION,
                    "Greet by name",
                    new RepositoryId("training"),
                    new BranchName("main"),
                    new BranchName("slipway/greet-by-name"),
                    MODEL,
                    SessionState.IDLE,
                    ADA,
                    List.of(ADA),
                    0,
                    Usage.NONE,
                    Cost.NONE,
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    12,
                    12,
                    Instant.EPOCH,
                    Instant.EPOCH)));
            List<Envelope> rows = new ArrayList<>();
            for (SessionEvent event : events()) {
                rows.add(new Envelope(rows.size() + 1, Instant.EPOCH.plusSeconds(rows.size()), event));
            }
            mirror.read(SESSION).take(rows, List.of());
        }
    }

    private static List<SessionEvent> events() {
        PromptId prompt = new PromptId("p1");
        return List.of(
                new SessionEvent.PromptAccepted(new Prompt(
                        prompt,
                        ADA,
                        "Greet by *name*, please.",
                        PromptMode.QUEUE,
                        List.of(),
                        Optional.empty(),
                        Instant.EPOCH)),
                new SessionEvent.TurnStarted(TURN, MODEL, ADA),
                new SessionEvent.PromptDelivered(prompt, TURN),
                new SessionEvent.ReasoningWritten(new BlockId("r1"), "I should see it first.", "rehearsal", "{}"),
                new SessionEvent.ToolCallRequested(
                        new BlockId("a1"),
                        TURN,
                        "c1",
                        "edit",
                        "{\"path\": \"Greet.java\", \"old_text\": \"world\", \"new_text\": \"name\"}",
                        Effect.WRITES,
                        "Edit Greet.java"),
                new SessionEvent.ToolCallStarted("c1"),
                completed("c1", "@@ -1 +1 @@\n-world\n+name\n"),
                new SessionEvent.ToolCallRequested(
                        new BlockId("a2"),
                        TURN,
                        "c2",
                        "shell",
                        "{\"command\": \"./test\"}",
                        Effect.EXECUTES,
                        "Run ./test"),
                new SessionEvent.ToolCallStarted("c2"),
                completed("c2", "\u001b[32mall tests passed\u001b[0m\n"),
                new SessionEvent.TextWritten(new BlockId("t1"), """
                        Done, and **tested**:

                        ```java
                        String greeting = "Hello, " + name; // as wanted
                        ```

                        | before | after |
                        |---|---|
                        | `world` | `name` |

                        1. one
                        2. two
                        """, true),
                new SessionEvent.TurnCompleted(TURN, Duration.ofSeconds(2)));
    }

    private static SessionEvent completed(String call, String output) {
        return new SessionEvent.ToolCallCompleted(
                new BlockId("o" + call),
                call,
                SessionEvent.ToolCallCompleted.Outcome.SUCCEEDED,
                output,
                List.of(),
                Optional.empty(),
                Optional.of(0),
                Duration.ofMillis(300));
    }
}
