package dev.slipway.editor;

import java.util.List;

/// A line of the list that `@`, `/` or the history offers.
/// @param title   a path, a command with its slash, or a prompt's first words
/// @param matched which characters of the title were asked for, ascending
/// @param detail  what stands beside it, or empty
/// @param written what takes the place of the word at the caret
/// @param runs    whether choosing it does something at once rather than writing
record Suggestion(Trigger.Kind kind, String title, List<Integer> matched, String detail, String written, boolean runs) {
    Suggestion {
        matched = List.copyOf(matched);
    }
}
