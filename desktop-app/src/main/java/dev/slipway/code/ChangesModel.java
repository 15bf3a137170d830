package dev.slipway.code;

import dev.slipway.model.code.Diff;
import dev.slipway.model.code.FileChange;
import dev.slipway.model.problem.Problem;
import dev.slipway.text.DiffLine;
import dev.slipway.work.Work;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

/// A change to read: its files, which of them is open, and how it is laid out.
public final class ChangesModel {
    private final Callable<Diff> source;
    private final Work work;
    private final Optional<BiConsumer<FileChange, String>> comment;
    private final ObjectProperty<Optional<Diff>> diff = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<FileChange>> file = new SimpleObjectProperty<>(Optional.empty());
    private Optional<String> wanted = Optional.empty();
    private final BooleanProperty sideBySide = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());

    /// @param source  asks the server for the change
    /// @param comment takes what a person says to a line, with its place; empty where nobody would answer
    public ChangesModel(Callable<Diff> source, Work work, Optional<BiConsumer<FileChange, String>> comment) {
        this.source = source;
        this.work = work;
        this.comment = comment;
    }

    /// Asks for the change as it is now.
    public void load() {
        work.start(source, this::show, why -> problem.set(Optional.of(why)));
    }

    /// Opens a file of the change, now or once it is there.
    public void want(String path) {
        wanted = Optional.of(path);
        diff.get().ifPresent(this::show);
    }

    private void show(Diff now) {
        problem.set(Optional.empty());
        diff.set(Optional.of(now));
        Optional<String> open = wanted.or(() -> file.get().map(FileChange::path));
        wanted = Optional.empty();
        file.set(now.files().stream()
                .filter(change -> open.filter(change.path()::equals).isPresent())
                .findFirst()
                .or(() -> now.files().stream().findFirst()));
    }

    /// The words that a comment on a line becomes.
    void comment(FileChange change, DiffLine line, String words) {
        int number = line.newNumber() == 0 ? line.oldNumber() : line.newNumber();
        comment.ifPresent(taker -> taker.accept(
                change, change.path() + ":" + number + "\n> " + line.text().strip() + "\n\n" + words));
    }

    boolean takesComments() {
        return comment.isPresent();
    }

    List<DiffLine> lines(FileChange change) {
        return change.patch().map(DiffLine::ofPatch).orElse(List.of());
    }

    ObjectProperty<Optional<Diff>> diff() {
        return diff;
    }

    ObjectProperty<Optional<FileChange>> file() {
        return file;
    }

    BooleanProperty sideBySide() {
        return sideBySide;
    }

    ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }
}
