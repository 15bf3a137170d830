package dev.slipway.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/// The commands of a window. Used on its thread only.
public final class Commands {
    private static final Object KEPT = new Object();

    private static final int MOST = 60;

    private final List<Command> fixed = new ArrayList<>();
    private final List<Supplier<List<Command>>> sources = new ArrayList<>();
    private Keys keys = Keys.usual();

    /// Heeds the keys that the person has chosen.
    public void use(Keys chosen) {
        keys = chosen;
    }

    public Keys keys() {
        return keys;
    }

    public void add(Command command) {
        fixed.add(command);
    }

    /// Adds what changes, such as the sessions; asked whenever the palette opens.
    public void addSource(Supplier<List<Command>> source) {
        sources.add(source);
    }

    /// Keeps keys for a node while it has the focus, though they stand for something elsewhere.
    public static void keep(Node node, String... keys) {
        node.getProperties()
                .put(KEPT, Arrays.stream(keys).map(KeyCombination::valueOf).toList());
    }

    /// Does what a key stands for; false when it stands for nothing.
    public boolean press(KeyEvent event) {
        if (keys.isAsleep()) {
            return false;
        }
        if (event.getTarget() instanceof Node node
                && node.getProperties().get(KEPT) instanceof List<?> kept
                && kept.stream().anyMatch(key -> ((KeyCombination) key).match(event))) {
            return false;
        }
        for (Command command : fixed) {
            if (keys.of(command).filter(key -> key.match(event)).isPresent()) {
                command.action().run();
                return true;
            }
        }
        return false;
    }

    /// Those that have keys, each with its usual ones.
    public List<Command> withKeys() {
        return fixed.stream().filter(command -> command.key().isPresent()).toList();
    }

    /// The other command that has these keys now.
    public Optional<Command> conflict(Command command, KeyCombination wanted) {
        return withKeys().stream()
                .filter(other -> !other.equals(command))
                .filter(other ->
                        keys.of(other).filter(taken -> Keys.same(taken, wanted)).isPresent())
                .findFirst();
    }

    /// The keys of a command, as they are shown.
    String shown(Command command) {
        return keys.of(command).map(KeyCombination::getDisplayText).orElse("");
    }

    /// What fits some words, the best first: whoever begins with them, then whoever has them, then whoever has their
    /// letters in this order.
    List<Command> find(String words) {
        String wanted = words.strip().toLowerCase(Locale.ROOT);
        List<Command> all = new ArrayList<>(fixed);
        sources.forEach(source -> all.addAll(source.get()));
        record Scored(Command command, int score) {}
        return all.stream()
                .map(command -> new Scored(command, score(command, wanted)))
                .filter(scored -> scored.score() < Integer.MAX_VALUE)
                .sorted(Comparator.comparingInt(Scored::score))
                .limit(MOST)
                .map(Scored::command)
                .toList();
    }

    static int score(Command command, String wanted) {
        String text = (command.text() + " " + command.more()).toLowerCase(Locale.ROOT);
        if (text.startsWith(wanted)) {
            return 0;
        }
        int at = text.indexOf(wanted);
        if (at >= 0) {
            return text.charAt(at - 1) == ' ' ? 1 : 2;
        }
        int from = 0;
        for (int i = 0; i < wanted.length(); i++) {
            from = text.indexOf(wanted.charAt(i), from) + 1;
            if (from == 0) {
                return Integer.MAX_VALUE;
            }
        }
        return 3 + from;
    }
}
