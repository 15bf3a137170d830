package dev.slipway.settings;

import dev.slipway.model.problem.Problem;
import dev.slipway.work.Work;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

/// Something that the server has: what it was when last looked at, and why it could not be had.
final class Remote<T> {
    private final Work work;
    private final Callable<T> call;
    private final ObjectProperty<Optional<T>> value = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final BooleanProperty loading = new SimpleBooleanProperty();
    private int asked;

    Remote(Work work, Callable<T> call) {
        this.work = work;
        this.call = call;
    }

    /// Looks anew; meanwhile what was seen before stays.
    void load() {
        if (loading.get()) {
            return;
        }
        renew();
    }

    /// Looks anew even while it is being looked at, as that may miss what was just changed.
    void renew() {
        int mine = ++asked;
        loading.set(true);
        work.start(
                call,
                now -> came(mine, Optional.of(now), Optional.empty()),
                why -> came(mine, value.get(), Optional.of(why)));
    }

    /// What is the same is not told again.
    private void came(int mine, Optional<T> now, Optional<Problem> why) {
        if (mine != asked) {
            return;
        }
        loading.set(false);
        if (!problem.get().equals(why)) {
            problem.set(why);
        }
        if (!value.get().equals(now)) {
            value.set(now);
        }
    }

    ObjectProperty<Optional<T>> value() {
        return value;
    }

    ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }

    BooleanProperty loading() {
        return loading;
    }
}
