package dev.slipway.settings;

import dev.slipway.link.Link;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.WarmDay;
import dev.slipway.model.fleet.WarmPool;
import dev.slipway.model.fleet.WarmRule;
import dev.slipway.model.wire.WarmCalls;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The sandboxes of one repository that are ready before anyone asks, and how many may be. What a person has begun to
/// change stays, whatever the server tells meanwhile.
final class WarmForm {
    private final RepositoryId repository;
    private final Link link;
    private final Work work;
    private final Deed deed;
    private final ObjectProperty<Optional<WarmPool>> pool = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<List<WarmDay>> days = new SimpleObjectProperty<>(List.of());
    private final BooleanProperty on = new SimpleBooleanProperty();
    private final StringProperty least = new SimpleStringProperty("");
    private final StringProperty most = new SimpleStringProperty("");
    private Optional<WarmRule> there = Optional.empty();

    WarmForm(RepositoryId repository, Link link, Work work) {
        this.repository = repository;
        this.link = link;
        this.work = work;
        this.deed = new Deed(work);
    }

    /// Asks how they are, also where nobody has asked for one yet.
    void load() {
        work.start(
                () -> link.call(WarmCalls.GET, Map.of("repository", repository.value())),
                now -> {
                    take(now.pool());
                    take(now.days());
                },
                deed::fail);
    }

    /// How they are now.
    void take(WarmPool now) {
        boolean untouched = there.map(this::isUnchanged).orElse(true);
        there = Optional.of(now.rule());
        if (untouched) {
            write(now.rule());
        }
        pool.set(Optional.of(now));
    }

    /// What they won and wasted, the newest day first.
    void take(List<WarmDay> figures) {
        days.set(List.copyOf(figures));
    }

    private void write(WarmRule rule) {
        on.set(rule.on());
        least.set(String.valueOf(rule.least()));
        most.set(String.valueOf(rule.most()));
    }

    private boolean isUnchanged(WarmRule rule) {
        return on.get() == rule.on()
                && least.get().strip().equals(String.valueOf(rule.least()))
                && most.get().strip().equals(String.valueOf(rule.most()));
    }

    String leastFault() {
        return fault(least.get(), 0);
    }

    String mostFault() {
        int floor = fault(least.get(), 0).isEmpty() && !least.get().isBlank()
                ? Integer.parseInt(least.get().strip())
                : 0;
        return fault(most.get(), floor);
    }

    private static String fault(String text, int floor) {
        String number = text.strip();
        boolean good = number.matches("\\d{1,3}")
                && Integer.parseInt(number) >= floor
                && Integer.parseInt(number) <= WarmRule.MOST;
        return good || number.isEmpty() ? "" : Words.text("settings.warm.fault", floor, WarmRule.MOST);
    }

    boolean canSave() {
        boolean whole = !least.get().isBlank() && !most.get().isBlank();
        return whole
                && leastFault().isEmpty()
                && mostFault().isEmpty()
                && !there.map(this::isUnchanged).orElse(true);
    }

    void save() {
        change(new WarmCalls.RuleChange(
                Optional.of(on.get()),
                Optional.of(Integer.parseInt(least.get().strip())),
                Optional.of(Integer.parseInt(most.get().strip())),
                Optional.empty()));
    }

    /// Takes back what was changed here: the server's own rule holds.
    void usual() {
        change(new WarmCalls.RuleChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true)));
    }

    private void change(WarmCalls.RuleChange change) {
        deed.start(
                () -> link.call(WarmCalls.CHANGE, Map.of("repository", repository.value()), change),
                Words.text("settings.saved"),
                now -> {
                    write(now.pool().rule());
                    take(now.pool());
                    take(now.days());
                });
    }

    ObjectProperty<Optional<WarmPool>> pool() {
        return pool;
    }

    ObjectProperty<List<WarmDay>> days() {
        return days;
    }

    BooleanProperty on() {
        return on;
    }

    StringProperty least() {
        return least;
    }

    StringProperty most() {
        return most;
    }

    Deed deed() {
        return deed;
    }
}
