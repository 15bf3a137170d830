package dev.slipway.model.problem;

import java.util.Optional;

/// An error as a person meets it, in any client: what happened, what it means and what to do next.
/// @param code   stable name for programs, lower-case words joined by hyphens
/// @param kind   the family of the error, which decides the HTTP status
/// @param title  what happened, one short sentence without the particulars
/// @param detail the particulars: which thing, which value, which limit
/// @param remedy what to do about it, when there is something to do
public record Problem(String code, Kind kind, String title, String detail, Optional<String> remedy) {

    /// The families of errors. The HTTP statuses are those of RFC 9110.
    public enum Kind {
        /// The request makes no sense as it is (400).
        INVALID,
        /// No or an unknown token (401).
        UNAUTHENTICATED,
        /// This person may not do this (403).
        FORBIDDEN,
        /// There is no such thing (404).
        UNKNOWN,
        /// The thing is in a state that does not allow it (409).
        CONFLICT,
        /// More bytes than accepted (413).
        TOO_LARGE,
        /// Too many requests (429).
        BUSY,
        /// Something that Slipway leans on is missing or does not answer (503).
        UNAVAILABLE,
        /// A fault in Slipway itself (500).
        INTERNAL
    }

    public static Problem invalid(String code, String title, String detail) {
        return of(Kind.INVALID, code, title, detail);
    }

    public static Problem unknown(String code, String title, String detail) {
        return of(Kind.UNKNOWN, code, title, detail);
    }

    public static Problem conflict(String code, String title, String detail) {
        return of(Kind.CONFLICT, code, title, detail);
    }

    public static Problem forbidden(String code, String title, String detail) {
        return of(Kind.FORBIDDEN, code, title, detail);
    }

    public static Problem unavailable(String code, String title, String detail) {
        return of(Kind.UNAVAILABLE, code, title, detail);
    }

    /// What a person is told of any exception: its own problem if it carries one.
    public static Problem from(Throwable thrown) {
        if (thrown instanceof ProblemException known) {
            return known.problem();
        }
        return of(
                        Kind.INTERNAL,
                        "internal-fault",
                        "A fault in Slipway ended this",
                        thrown.getClass().getSimpleName() + ".")
                .withRemedy("The daemon's log has the details. Nothing that was kept is lost: try again.");
    }

    public static Problem of(Kind kind, String code, String title, String detail) {
        return new Problem(code, kind, title, detail, Optional.empty());
    }

    /// The same problem with what to do about it.
    public Problem withRemedy(String remedy) {
        return new Problem(code, kind, title, detail, Optional.of(remedy));
    }

    public ProblemException toException() {
        return new ProblemException(this);
    }

    public ProblemException toException(Throwable cause) {
        return new ProblemException(this, cause);
    }
}
