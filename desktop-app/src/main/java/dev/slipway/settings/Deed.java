package dev.slipway.settings;

import dev.slipway.model.problem.Problem;
import dev.slipway.work.Work;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What a form does when it is saved: whether it is at it, what came of it in words, or why it failed. One at a
/// time.
final class Deed {
    private final Work work;
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private final StringProperty outcome = new SimpleStringProperty("");
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());

    Deed(Work work) {
        this.work = work;
    }

    /// @param told what to say once it is done; empty for nothing
    <T> void start(Callable<T> call, String told, Consumer<T> then) {
        if (busy.get()) {
            return;
        }
        busy.set(true);
        forget();
        work.start(
                call,
                result -> {
                    busy.set(false);
                    outcome.set(told);
                    then.accept(result);
                },
                this::fail);
    }

    void fail(Problem why) {
        busy.set(false);
        outcome.set("");
        problem.set(Optional.of(why));
    }

    /// Takes back what was told of the last time.
    void forget() {
        outcome.set("");
        problem.set(Optional.empty());
    }

    BooleanProperty busy() {
        return busy;
    }

    StringProperty outcome() {
        return outcome;
    }

    ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }
}
