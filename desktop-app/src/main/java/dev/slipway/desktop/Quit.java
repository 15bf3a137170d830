package dev.slipway.desktop;

import dev.slipway.login.OwnDaemon;
import dev.slipway.window.MainWindow;
import dev.slipway.window.QuestionView;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens when the person closes the window: the daemon that the desktop started on this computer is stopped,
/// unless sessions are at work on it; then the person says what is to happen. Any other daemon is left alone.
final class Quit {
    private static final Logger log = LoggerFactory.getLogger(Quit.class);
    private static final String REMEMBERED = "quit";
    private static final String STOP = "stop";
    private static final String GO_ON = "goOn";
    private static final int PATIENCE_SECONDS = 8;

    private final OwnDaemon local;
    private final Work work;
    private final MainWindow window;
    private final QuestionView question;
    private final Runnable leaving;
    private final Runnable end;
    private boolean asked;
    private volatile boolean left;

    /// @param leaving says to others that nothing more is taken on
    /// @param end     ends the application
    Quit(OwnDaemon local, Work work, MainWindow window, QuestionView question, Runnable leaving, Runnable end) {
        this.local = local;
        this.work = work;
        this.window = window;
        this.question = question;
        this.leaving = leaving;
        this.end = end;
    }

    /// For the end of the process that nobody asked about, such as that of the login: stops the desktop's own daemon,
    /// if
    /// no session is at work.
    void unasked() {
        if (left) {
            return;
        }
        try {
            OptionalInt atWork = atWork();
            if (atWork.isPresent() && atWork.getAsInt() == 0) {
                local.stop();
            }
        } catch (Exception e) {
            log.warn("The server on this computer goes on", e);
        }
    }

    void ask() {
        if (asked) {
            return;
        }
        asked = true;
        work.start(this::atWork, this::decide, _ -> leave(false));
    }

    /// How many sessions are at work on the desktop's own daemon; empty when there is no such daemon, or it does not
    /// say so in time.
    private OptionalInt atWork() throws Exception {
        if (!local.owned()) {
            return OptionalInt.empty();
        }
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var count = thread.submit(local::atWork);
            try {
                return OptionalInt.of(count.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            } catch (TimeoutException e) {
                thread.shutdownNow();
                log.warn("The server on this computer does not say what it does, so it goes on");
                return OptionalInt.empty();
            }
        }
    }

    private void decide(OptionalInt atWork) {
        if (atWork.isEmpty() || atWork.getAsInt() == 0) {
            leave(atWork.isPresent());
            return;
        }
        switch (window.recall(REMEMBERED)) {
            case STOP -> leave(true);
            case GO_ON -> leave(false);
            default -> ask(atWork.getAsInt());
        }
    }

    private void ask(int atWork) {
        question.ask(
                Words.text("quit.title", atWork),
                Words.text("quit.detail"),
                List.of(
                        new QuestionView.Answer(Words.text("quit.stop"), ""),
                        new QuestionView.Answer(Words.text("quit.goOn"), "accent")),
                Optional.of(Words.text("quit.always")),
                (answer, always) -> {
                    if (always) {
                        window.remember(REMEMBERED, answer == 0 ? STOP : GO_ON);
                    }
                    leave(answer == 0);
                },
                () -> asked = false);
    }

    /// The window goes at once; the process stays until the daemon has ended.
    private void leave(boolean stop) {
        left = true;
        leaving.run();
        window.close();
        if (!stop) {
            end.run();
            return;
        }
        work.start(
                () -> {
                    local.stop();
                    return true;
                },
                _ -> end.run(),
                problem -> {
                    log.warn("{}: {}", problem.title(), problem.detail());
                    end.run();
                });
    }
}
