package dev.slipway.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/// The commands of a window. Used on its thread only.
public final class Commands {
    private static final Object KEPT = new Object();

    private static final int MOST = 60;
    private static final int REMEMBERED = 20;

    private final List<Command> fixed = new ArrayList<>();
    private final List<Hint> others = new ArrayList<>();
    private final List<Supplier<List<Command>>> sources = new ArrayList<>();
    private final Set<String> recent = new LinkedHashSet<>();
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

    /// Names keys that a view has of its own, for the sheet.
    /// @param keys such as `Shift+ENTER`; any of them does it
    public void explain(Place place, String text, String... keys) {
        others.add(Hint.of(place, text, keys));
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
        return keys.of(command).map(Hint::written).orElse("");
    }

    /// All keys that have all of some words, by place.
    List<Hint> hints(String words) {
        String wanted = words.strip().toLowerCase(Locale.ROOT);
        return Stream.concat(
                        withKeys().stream()
                                .map(command -> new Hint(command.place(), command.text(), List.of(shown(command)))),
                        others.stream())
                .filter(hint ->
                        hasAll((hint.text() + " " + String.join(" ", hint.keys())).toLowerCase(Locale.ROOT), wanted))
                .sorted(Comparator.comparing(Hint::place))
                .toList();
    }

    /// Does it, and offers it first from then on.
    void run(Command command) {
        recent.remove(name(command));
        recent.add(name(command));
        if (recent.size() > REMEMBERED) {
            recent.remove(recent.iterator().next());
        }
        command.action().run();
    }

    /// What fits some words, the best first: whoever begins with them, then whoever has them, then whoever has each of
    /// them, then whoever has their letters in this order. Among equals the one that was used last comes first.
    List<Command> find(String words) {
        String wanted = words.strip().toLowerCase(Locale.ROOT);
        List<Command> all = new ArrayList<>(fixed);
        sources.forEach(source -> all.addAll(source.get()));
        List<String> used = new ArrayList<>(recent).reversed();
        record Scored(Command command, int score, int use) {}
        return all.stream()
                .map(command -> new Scored(command, score(command, wanted), use(used, command)))
                .filter(scored -> scored.score() < Integer.MAX_VALUE)
                .sorted(Comparator.comparingInt(Scored::score).thenComparingInt(Scored::use))
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
            return Character.isLetterOrDigit(text.charAt(at - 1)) ? 2 : 1;
        }
        if (wanted.indexOf(' ') > 0 && hasAll(text, wanted)) {
            return 3;
        }
        int from = 0;
        int gaps = 0;
        for (int i = 0; i < wanted.length(); i++) {
            int found = text.indexOf(wanted.charAt(i), from);
            if (found < 0) {
                return Integer.MAX_VALUE;
            }
            gaps += found == from || !Character.isLetterOrDigit(text.charAt(found - 1)) ? 0 : 1;
            from = found + 1;
        }
        return 4 + gaps;
    }

    private static boolean hasAll(String text, String words) {
        return Stream.of(words.split("\\s+", -1)).allMatch(text::contains);
    }

    private static int use(List<String> used, Command command) {
        int at = used.indexOf(name(command));
        return at < 0 ? Integer.MAX_VALUE : at;
    }

    private static String name(Command command) {
        return command.text() + "\n" + command.more();
    }
}
