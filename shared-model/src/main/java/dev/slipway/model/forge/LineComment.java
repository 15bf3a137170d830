package dev.slipway.model.forge;

import dev.slipway.model.code.Side;
import dev.slipway.model.problem.Problem;

/// What a review says of some lines of a file.
/// @param side whether the numbers count the lines before or after the change
/// @param from the first line, from 1
/// @param to   the last line, not before `from`
/// @param code the lines as the person saw them, so that the comment can be read when they are gone
public record LineComment(String path, Side side, int from, int to, String code, String body) {
    /// Characters.
    private static final int MAX_CODE = 20_000;

    public LineComment {
        if (path.isBlank() || from < 1 || to < from || code.length() > MAX_CODE) {
            throw Problem.invalid(
                            "malformed-comment",
                            "This comment has no place",
                            "A comment needs a path, its first and last line, counted from 1, and at most " + MAX_CODE
                                    + " characters of code.")
                    .toException();
        }
        if (body.isBlank()) {
            throw Problem.invalid(
                            "empty-comment", "A comment needs a text", "The comment on " + path + " says nothing.")
                    .toException();
        }
    }
}
