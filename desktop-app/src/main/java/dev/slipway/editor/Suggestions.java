package dev.slipway.editor;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.WritingCalls.Command;
import dev.slipway.model.wire.WritingCalls.FileMatch;
import dev.slipway.work.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The list that belongs to the word at the caret. While the person types on, the list before stays until the next one
/// is there; at most one question is under way.
final class Suggestions {
    private static final int MOST = 50;

    private record Ranked(Suggestion suggestion, int rank) {}

    private final Work work;
    private final Sources sources;
    private final History history;
    private final ObservableList<Suggestion> items = FXCollections.observableArrayList();
    private final ObjectProperty<Optional<Trigger>> trigger = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<Problem>> trouble = new SimpleObjectProperty<>(Optional.empty());
    private List<LocalCommand> locals = List.of();
    private List<Command> commands = List.of();
    private Optional<Trigger> dismissed = Optional.empty();
    private boolean asking;
    private boolean searching;

    Suggestions(Work work, Sources sources, History history) {
        this.work = work;
        this.sources = sources;
        this.history = history;
    }

    void offer(List<LocalCommand> commands) {
        locals = List.copyOf(commands);
    }

    List<LocalCommand> locals() {
        return locals;
    }

    /// Looks at what stands at the caret now.
    void look(String text, int caret) {
        Optional<Trigger> found = searching
                ? Optional.of(new Trigger(Trigger.Kind.HISTORY, 0, text.length(), text))
                : Trigger.at(text, caret);
        if (dismissed.isPresent() && found.filter(this::isDismissed).isEmpty()) {
            dismissed = Optional.empty();
        }
        Optional<Trigger> now = found.filter(one -> !isDismissed(one));
        if (now.equals(trigger.get())) {
            return;
        }
        boolean begins = !now.map(Trigger::kind).equals(trigger.get().map(Trigger::kind));
        if (begins) {
            items.clear();
            trouble.set(Optional.empty());
        }
        trigger.set(now);
        now.ifPresent(one -> {
            switch (one.kind()) {
                case FILE -> askFiles();
                case COMMAND -> {
                    showCommands(one);
                    if (begins) {
                        askCommands();
                    }
                }
                case HISTORY -> showHistory(one);
            }
        });
    }

    /// Lets what is written search what was written before.
    void searchHistory(String text) {
        searching = true;
        dismissed = Optional.empty();
        look(text, text.length());
    }

    /// Closes the list until another word is begun.
    void dismiss() {
        searching = false;
        dismissed = trigger.get().filter(one -> one.kind() != Trigger.Kind.HISTORY);
        trigger.set(Optional.empty());
        items.clear();
    }

    /// The list is done with: what it offered was written.
    void done() {
        searching = false;
        trigger.set(Optional.empty());
        items.clear();
    }

    private boolean isDismissed(Trigger one) {
        return dismissed
                .filter(gone -> gone.kind() == one.kind() && gone.from() == one.from())
                .isPresent();
    }

    private void askFiles() {
        if (asking) {
            return;
        }
        Optional<Trigger> wanted = trigger.get().filter(one -> one.kind() == Trigger.Kind.FILE);
        if (wanted.isEmpty()) {
            return;
        }
        asking = true;
        String query = wanted.get().query();
        work.start(
                () -> sources.files(query.replaceFirst("^\\./|^\"", "")).files(),
                found -> answered(query, found),
                why -> {
                    asking = false;
                    if (trigger.get()
                            .filter(one -> one.kind() == Trigger.Kind.FILE)
                            .isPresent()) {
                        items.clear();
                        trouble.set(Optional.of(why));
                    }
                });
    }

    private void answered(String query, List<FileMatch> found) {
        asking = false;
        Optional<Trigger> now = trigger.get().filter(one -> one.kind() == Trigger.Kind.FILE);
        if (now.isEmpty()) {
            return;
        }
        trouble.set(Optional.empty());
        items.setAll(found.stream()
                .filter(match -> match.path().indexOf('"') < 0)
                .map(match -> new Suggestion(
                        Trigger.Kind.FILE,
                        match.path(),
                        match.matched(),
                        "",
                        Trigger.mention(match.path()) + " ",
                        false))
                .toList());
        if (!now.get().query().equals(query)) {
            askFiles();
        }
    }

    private void askCommands() {
        work.start(
                sources::commands,
                found -> {
                    commands = found;
                    trigger.get()
                            .filter(one -> one.kind() == Trigger.Kind.COMMAND)
                            .ifPresent(this::showCommands);
                },
                // The window's own commands are there all the same.
                _ -> {});
    }

    private void showCommands(Trigger at) {
        List<Ranked> ranked = new ArrayList<>();
        for (LocalCommand local : locals) {
            add(
                    ranked,
                    at,
                    local.name(),
                    local.detail(),
                    local.arguments(),
                    local.arguments().isEmpty());
        }
        for (Command command : commands) {
            if (locals.stream().noneMatch(local -> local.name().equals(command.name()))) {
                add(
                        ranked,
                        at,
                        command.name(),
                        command.description(),
                        command.arguments().orElse(""),
                        false);
            }
        }
        items.setAll(ranked.stream()
                .sorted(Comparator.comparingInt(Ranked::rank))
                .limit(MOST)
                .map(Ranked::suggestion)
                .toList());
    }

    private static void add(
            List<Ranked> ranked, Trigger at, String name, String detail, String arguments, boolean runs) {
        int rank = CommandRank.of(name, detail, at.query());
        if (rank != CommandRank.NONE) {
            List<Integer> matched = CommandRank.matched(name, at.query()).stream()
                    .map(place -> place + 1)
                    .toList();
            ranked.add(new Ranked(
                    new Suggestion(
                            Trigger.Kind.COMMAND,
                            "/" + name + (arguments.isEmpty() ? "" : " " + arguments),
                            matched,
                            detail,
                            "/" + name + (runs ? "" : " "),
                            runs),
                    rank));
        }
    }

    private void showHistory(Trigger at) {
        items.setAll(history.find(at.query()).stream()
                .limit(MOST)
                .map(text -> new Suggestion(
                        Trigger.Kind.HISTORY, text.strip().replaceAll("\\s+", " "), List.of(), "", text, false))
                .toList());
    }

    ObservableList<Suggestion> items() {
        return items;
    }

    /// The word that the list belongs to; empty when there is no list.
    ObjectProperty<Optional<Trigger>> trigger() {
        return trigger;
    }

    /// Why there are no files to show.
    ObjectProperty<Optional<Problem>> trouble() {
        return trouble;
    }
}
