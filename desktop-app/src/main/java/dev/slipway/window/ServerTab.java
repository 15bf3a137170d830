package dev.slipway.window;

import java.net.URI;

/// A server as the rail shows it.
/// @param state  how its link stands, in a word or two
/// @param unread in how many of its sessions something happened since the person last looked
/// @param shown  whether it is the one that fills the window
public record ServerTab(String name, URI address, Standing standing, String state, int unread, boolean shown) {
    /// What decides its colour.
    public enum Standing {
        GOOD,
        TRYING,
        DOWN,
        REFUSED,
        SIGNED_OUT
    }

    /// Two letters that stand for it: the first of its first two words, or of its only one.
    String initials() {
        String[] words = name.strip().split("[\\s.:/_-]+", 3);
        String letters = words.length > 1 && !words[1].isEmpty()
                ? first(words[0]) + first(words[1])
                : words[0].substring(
                        0, words[0].offsetByCodePoints(0, Math.min(2, words[0].codePointCount(0, words[0].length()))));
        return letters.isEmpty() ? "?" : letters.toUpperCase(java.util.Locale.ROOT);
    }

    private static String first(String word) {
        return word.isEmpty() ? "" : word.substring(0, word.offsetByCodePoints(0, 1));
    }
}
