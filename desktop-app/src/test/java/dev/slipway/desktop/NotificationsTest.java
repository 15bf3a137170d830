package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Server;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.navigation.Destination;
import dev.slipway.notice.ToastsView;
import dev.slipway.notification.Desk;
import dev.slipway.notification.Preferences;
import dev.slipway.words.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What a person is told of while they look elsewhere, with the daemon behind it.
@ExtendWith(RealDaemon.Provided.class)
class NotificationsTest {
    @TempDir
    Path folder;

    private final Map<String, String> kept = new ConcurrentHashMap<>();
    private final Preferences preferences =
            new Preferences(key -> kept.getOrDefault(key, ""), (key, value) -> kept.put(key, value));
    private final Remembering desk = new Remembering();
    private final AtomicInteger raised = new AtomicInteger();

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
        Words.speak(Locale.ENGLISH);
    }

    @Test
    void whoLooksElsewhereIsToldByTheDeskAndAClickOpensTheSession(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("notify-desk");
        Server ada = daemon.join("ada-notify", "Ada Lovelace");
        Server grace = daemon.join("grace-notify", "Grace Hopper");
        SessionId mine = daemon.session(ada, repository, "Say the first thing");
        try (OpenWindow window = open(ada)) {
            window.eventually(
                    "the list is there", () -> !window.texts(".session-title").isEmpty());
            lookElsewhere(window);
            prompt(daemon, grace, daemon.session(grace, repository, "Not of Ada's concern"));
            prompt(daemon, grace, mine);

            window.eventually("Ada is told", () -> !desk.shown.isEmpty());
            Remembering.Told told = desk.shown.getFirst();
            assertThat(told.title()).matches("(Done|New prompt): Say the first thing");
            assertThat(told.link()).endsWith("/sessions/" + mine.value()).startsWith("slipway://127.0.0.1:");
            assertThat(desk.shown).allMatch(each -> each.key().equals(mine.value()));

            told.opened().run();

            window.eventually("the session opens", () -> window.place().equals(new Destination.Session(mine)));
            assertThat(raised).hasValue(1);
        }
    }

    @Test
    void whoLooksAtTheWindowSeesAToastUnlessTheSessionIsInView(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("notify-toast");
        Server ada = daemon.join("ada-toast", "Ada Lovelace");
        SessionId seen = daemon.session(ada, repository, "Say the seen thing");
        SessionId other = daemon.session(ada, repository, "Say the other thing");
        try (OpenWindow window = open(ada)) {
            window.go(new Destination.Session(seen));
            window.eventually("it is there", () -> window.allText().contains("You said: Say the seen thing"));
            prompt(daemon, ada, seen);
            window.eventually("its answer is there", () -> window.allText().contains("You said: Once more"));
            prompt(daemon, ada, other);

            window.eventually(
                    "a toast tells of the other",
                    () -> window.texts(".toast-title").contains("Done: Say the other thing"));
            assertThat(window.texts(".toast-title")).doesNotContain("Done: Say the seen thing");
            assertThat(desk.shown).isEmpty();
            window.press("Open");
            window.eventually("the session opens", () -> window.place().equals(new Destination.Session(other)));
        }
    }

    @Test
    void whatHappensAtTheSameTimeIsToldAsOne(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("notify-many");
        Server ada = daemon.join("ada-many", "Ada Lovelace");
        try (OpenWindow window = open(ada)) {
            window.eventually("the link stands", () -> window.allText().contains("Connected"));
            lookElsewhere(window);
            List<SessionId> sessions = java.util.stream.IntStream.range(0, 6)
                    .mapToObj(i -> daemon.session(ada, repository, "Say thing " + i))
                    .toList();

            window.eventually("all six are told", () -> told(window) >= sessions.size());
            assertThat(desk.shown.size()).isLessThan(sessions.size());
        }
    }

    @Test
    void whoDoesNotWantToBeDisturbedFindsItInTheListOnly(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("notify-quiet");
        Server ada = daemon.join("ada-quiet", "Ada Lovelace");
        Shown.run(() -> preferences.quiet().set(true));
        SessionId mine = daemon.session(ada, repository, "Say the first thing");
        try (OpenWindow window = open(ada)) {
            window.eventually(
                    "it is there", () -> !window.texts(".session-title").isEmpty());
            lookElsewhere(window);
            prompt(daemon, ada, mine);

            window.eventually(
                    "it is in the list",
                    () -> window.wiring().notices().missed().get() == 1);
            assertThat(desk.shown).isEmpty();
            assertThat(window.texts(".toast-title")).isEmpty();
        }
        assertThat(kept).containsEntry("notify.quiet", "true");
    }

    private OpenWindow open(Server server) {
        OpenWindow window = new OpenWindow(server, folder);
        Shown.run(() -> {
            window.wiring()
                    .tell(desk, preferences, () -> window.scene().getWindow().isShowing(), place -> {
                        raised.incrementAndGet();
                        place.ifPresent(window.wiring().navigator()::go);
                    });
            ((StackPane) window.scene().getRoot())
                    .getChildren()
                    .add(new ToastsView(window.wiring().notices(), () -> {}));
        });
        return window;
    }

    /// Without a display no other window can take the focus; one that is hidden has none.
    private void lookElsewhere(OpenWindow window) {
        Shown.run(() -> window.scene().getWindow().hide());
    }

    private static int told(OpenWindow window) {
        return window.wiring().notices().missed().get();
    }

    private static void prompt(RealDaemon daemon, Server user, SessionId session) {
        daemon.call(
                user,
                SessionCalls.PROMPT,
                Map.of("id", session.value()),
                new SessionCalls.NewPrompt(
                        Optional.empty(), "Once more", Optional.empty(), List.of(), Optional.empty()));
    }

    /// A desk that remembers what it is asked to show.
    private static final class Remembering implements Desk {
        record Told(String key, String title, String detail, String link, Runnable opened) {}

        private final List<Told> shown = new CopyOnWriteArrayList<>();

        @Override
        public boolean show(String key, String title, String detail, String link, Runnable opened) {
            shown.add(new Told(key, title, detail, link, opened));
            return true;
        }

        @Override
        public void close() {}
    }
}
