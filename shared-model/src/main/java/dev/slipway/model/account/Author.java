package dev.slipway.model.account;

import dev.slipway.model.problem.Problem;

/// Who wrote something, as it stands in a commit and beside a prompt. Copied into events at the time of writing, so
/// that history keeps the name and address that held then.
/// @param name  one line, 1 to 200 characters, without `<`, `>` and control characters (they would break a commit)
/// @param email one line, likewise; not checked further, as git itself does not
public record Author(UserId user, String name, String email) {
    public Author {
        check("name", name);
        check("email", email);
    }

    /// The form git uses: `Ada Lovelace <ada@example.org>`.
    public String ident() {
        return name + " <" + email + ">";
    }

    private static void check(String what, String text) {
        boolean bad = text.isBlank()
                || text.length() > 200
                || text.chars().anyMatch(c -> c == '<' || c == '>' || Character.isISOControl(c));
        if (bad) {
            throw Problem.invalid(
                            "malformed-" + what,
                            "This " + what + " can't stand in a commit",
                            "A " + what + " is 1 to 200 characters on one line, without < and >.")
                    .toException();
        }
    }
}
