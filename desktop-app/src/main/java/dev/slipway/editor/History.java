package dev.slipway.editor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What was sent before, to be written again. Like a shell's: going back and forth leaves a text alone that the person
/// has begun or changed.
final class History {
    private static final int REMEMBERED = 200;

    private final List<String> sent = new ArrayList<>();
    private Supplier<List<String>> before = List::of;
    private List<String> newestFirst = List.of();
    private int at = -1;

    /// @param texts asked anew for each search, the newest first
    void remember(Supplier<List<String>> texts) {
        before = texts;
    }

    void sent(String text) {
        at = -1;
        sent.remove(text);
        sent.addFirst(text);
        if (sent.size() > REMEMBERED) {
            sent.removeLast();
        }
    }

    /// The text that comes next.
    /// @param now   what is written now
    /// @param older whether to go back
    /// @return empty when there is none, or when the person is writing something else
    Optional<String> step(String now, boolean older) {
        if (now.isEmpty()) {
            at = -1;
            load();
        }
        boolean untouched = now.isEmpty() || (at >= 0 && now.equals(newestFirst.get(at)));
        int next = at + (older ? 1 : -1);
        if (!untouched || next >= newestFirst.size() || next < -1) {
            return Optional.empty();
        }
        at = next;
        return Optional.of(next < 0 ? "" : newestFirst.get(next));
    }

    /// Those that have all of these words, the newest first.
    List<String> find(String words) {
        load();
        String[] wanted = words.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        return newestFirst.stream()
                .filter(text -> {
                    String lower = text.toLowerCase(Locale.ROOT);
                    return Arrays.stream(wanted).allMatch(lower::contains);
                })
                .toList();
    }

    private void load() {
        newestFirst = Stream.concat(sent.stream(), before.get().stream())
                .filter(text -> !text.isBlank())
                .distinct()
                .limit(REMEMBERED)
                .toList();
    }
}
