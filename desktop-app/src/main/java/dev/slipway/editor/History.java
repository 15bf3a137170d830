package dev.slipway.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was sent before, to be written again. Like a shell's: going back and forth leaves a text alone that the person
/// has begun or changed.
final class History {
    private static final int REMEMBERED = 200;

    private final List<String> newestFirst = new ArrayList<>();
    private int at = -1;

    void remember(List<String> texts) {
        newestFirst.clear();
        texts.stream()
                .filter(text -> !text.isBlank())
                .distinct()
                .limit(REMEMBERED)
                .forEach(newestFirst::add);
        at = -1;
    }

    void sent(String text) {
        at = -1;
        if (!text.isBlank()) {
            newestFirst.remove(text);
            newestFirst.addFirst(text);
            if (newestFirst.size() > REMEMBERED) {
                newestFirst.removeLast();
            }
        }
    }

    /// The text that comes next.
    /// @param now   what is written now
    /// @param older whether to go back
    /// @return empty when there is none, or when the person is writing something else
    Optional<String> step(String now, boolean older) {
        boolean untouched =
                now.isEmpty() ? at < 0 || !newestFirst.get(at).isEmpty() : at >= 0 && now.equals(newestFirst.get(at));
        if (now.isEmpty()) {
            at = -1;
        }
        int next = at + (older ? 1 : -1);
        if (!untouched || next >= newestFirst.size() || next < -1) {
            return Optional.empty();
        }
        at = next;
        return Optional.of(next < 0 ? "" : newestFirst.get(next));
    }

    /// Those that have all of these words, the newest first.
    List<String> find(String words) {
        String[] wanted = words.strip().toLowerCase(java.util.Locale.ROOT).split("\\s+", -1);
        return newestFirst.stream()
                .filter(text -> {
                    String lower = text.toLowerCase(java.util.Locale.ROOT);
                    return java.util.Arrays.stream(wanted).allMatch(lower::contains);
                })
                .toList();
    }
}
