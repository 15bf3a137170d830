package dev.slipway.notice;

import dev.slipway.model.Pin;
import dev.slipway.model.problem.Problem;
import dev.slipway.words.Words;
import java.time.InstantSource;
import java.util.Optional;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Where everything is told that has no place of its own in a view. May be told from any thread; all else happens on
/// the window's.
public final class Notices {
    private static final int REMEMBERED = 100;

    private final InstantSource clock;
    private final ObservableList<Notice> open = FXCollections.observableArrayList();
    private final ObservableList<Notice> told = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper missed = new ReadOnlyIntegerWrapper();
    private Runnable list = () -> {};
    private long last;

    public Notices(InstantSource clock) {
        this.clock = clock;
    }

    /// Shows a toast until its time is over, the person dismisses it or the pin is closed.
    public Pin show(Toast toast) {
        Shown shown = new Shown(toast);
        onWindowThread(shown::open);
        return () -> onWindowThread(shown::close);
    }

    /// Shows what went wrong where no view has a place for it.
    public Pin problem(Problem problem) {
        return show(Toast.problem(problem));
    }

    /// Tells what was done, and offers to undo it.
    /// @param done such as `Session archived`
    /// @param undo on the window's thread
    public Pin undo(String done, Runnable undo) {
        return show(Toast.done(done, new Toast.Action(Words.text("notice.undo"), undo)));
    }

    /// Puts it into the list only, as one that went by.
    public void keep(Toast toast) {
        onWindowThread(() -> {
            remember(new Notice(++last, toast, clock.instant(), 1));
            missed.set(missed.get() + 1);
        });
    }

    /// Opens the list of all that was told.
    public void showList() {
        list.run();
    }

    /// @param opens shows the list
    void listIs(Runnable opens) {
        list = opens;
    }

    /// How many went by without the person dismissing or using them, since the list was last opened.
    public ReadOnlyIntegerProperty missed() {
        return missed.getReadOnlyProperty();
    }

    /// Those on the window now, the oldest first.
    ObservableList<Notice> open() {
        return open;
    }

    /// All that were told, the newest first.
    ObservableList<Notice> told() {
        return told;
    }

    /// What was told last.
    public Optional<Toast> newest() {
        return told.stream().findFirst().map(Notice::toast);
    }

    /// The person has dealt with it.
    void dismiss(Notice notice) {
        open.removeIf(other -> other.number() == notice.number());
    }

    /// Its time is over and nobody has dealt with it.
    void expire(Notice notice) {
        boolean gone = open.removeIf(other -> other.number() == notice.number());
        if (gone && notice.toast().kind() != Toast.Kind.DONE) {
            missed.set(missed.get() + 1);
        }
    }

    void run(Notice notice, Toast.Action action) {
        dismiss(notice);
        action.run().run();
    }

    /// The person looks at the list.
    void seen() {
        missed.set(0);
    }

    void forget() {
        told.clear();
        missed.set(0);
    }

    private void remember(Notice notice) {
        told.removeIf(other -> other.number() == notice.number());
        told.addFirst(notice);
        if (told.size() > REMEMBERED) {
            told.removeLast();
        }
    }

    private static void onWindowThread(Runnable action) {
        if (Platform.isFxApplicationThread()) {
            action.run();
        } else {
            Platform.runLater(action);
        }
    }

    private final class Shown {
        private final Toast toast;
        private Optional<Notice> notice = Optional.empty();

        Shown(Toast toast) {
            this.toast = toast;
        }

        void open() {
            Optional<Notice> same =
                    open.stream().filter(other -> other.toast().says(toast)).findFirst();
            Notice now = same.map(other -> other.again(toast, clock.instant()))
                    .orElseGet(() -> new Notice(++last, toast, clock.instant(), 1));
            notice = Optional.of(now);
            same.ifPresentOrElse(other -> open.set(open.indexOf(other), now), () -> open.add(now));
            remember(now);
        }

        void close() {
            notice.ifPresent(Notices.this::dismiss);
        }
    }
}
