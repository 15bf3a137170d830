package dev.slipway.model;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.util.regex.Pattern;

/// A value that is text with a rule: on the wire it is a plain JSON string. Each implementation is a record with the
/// one component `value`, whose constructor refuses what breaks the rule, so that an id which exists is safe to use
/// in a path, a reference or a URL.
public interface TextValue {
    /// The text itself.
    String value();

    /// Refuses `value` with a problem that names the rule.
    /// @param what the word for the value in a sentence, such as "session id"
    /// @param rule what a good value looks like, in words
    static void check(String what, String value, Pattern pattern, String rule) {
        if (!pattern.matcher(value).matches()) {
            throw malformed(what, value, rule);
        }
    }

    /// The problem for a value that breaks its rule; the value is shown cut to 80 characters and without control
    /// characters.
    static ProblemException malformed(String what, String value, String rule) {
        String shown = value.codePoints()
                .limit(80)
                .map(c -> Character.isISOControl(c) ? '�' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return Problem.invalid(
                        "malformed-" + what.replace(' ', '-'),
                        "This is not a valid " + what,
                        "\"" + shown + "\" is not a valid " + what + ": it must be " + rule + ".")
                .toException();
    }
}
