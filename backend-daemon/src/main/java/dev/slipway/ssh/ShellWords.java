package dev.slipway.ssh;

import dev.slipway.model.problem.Problem;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Words of a command for a login shell. SSH has no list of arguments, only one text that the user's shell reads
/// (RFC 4254, section 6.5); so each word that isn't plain stands in single quotes, in which POSIX shells read
/// nothing but the end quote.
final class ShellWords {
    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9_./:@%+,-]+");

    private ShellWords() {}

    static String join(List<String> words) {
        return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
    }

    private static String quote(String word) {
        if (word.indexOf('\0') >= 0) {
            throw Problem.invalid(
                            "nul-in-argument", "A NUL character is not allowed here", "No program can be given it.")
                    .toException();
        }
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
