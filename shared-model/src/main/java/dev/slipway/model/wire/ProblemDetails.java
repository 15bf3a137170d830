package dev.slipway.model.wire;

import dev.slipway.model.problem.Problem;
import java.util.Optional;

/// A problem as `application/problem+json` (RFC 9457), with `code` and `remedy` as extension members.
/// @param type   `about:blank`, or a page about the problem
/// @param status the HTTP status
public record ProblemDetails(
        String type, String title, int status, String detail, String code, Optional<String> remedy) {

    public static ProblemDetails of(Problem problem) {
        return new ProblemDetails(
                "about:blank",
                problem.title(),
                status(problem.kind()),
                problem.detail(),
                problem.code(),
                problem.remedy());
    }

    private static int status(Problem.Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case UNKNOWN -> 404;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case BUSY -> 429;
            case INTERNAL -> 500;
            case UNAVAILABLE -> 503;
        };
    }
}
