package dev.slipway.api;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.ProblemDetails;
import java.util.Map;
import java.util.Optional;

/// An answer other than what was asked for, ready to be sent. Unlike a [Problem] it may have any HTTP status and
/// headers of its own.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ProblemDetails details;
    private final transient Map<String, String> headers;

    private Refusal(ProblemDetails details, Map<String, String> headers) {
        super(details.title() + ": " + details.detail(), null, false, false);
        this.details = details;
        this.headers = headers;
    }

    static Refusal of(int status, String code, String title, String detail) {
        return new Refusal(new ProblemDetails("about:blank", title, status, detail, code, Optional.empty()), Map.of());
    }

    static Refusal of(Problem problem) {
        return new Refusal(ProblemDetails.of(problem), Map.of());
    }

    Refusal remedy(String remedy) {
        ProblemDetails d = details;
        return new Refusal(
                new ProblemDetails(d.type(), d.title(), d.status(), d.detail(), d.code(), Optional.of(remedy)),
                headers);
    }

    Refusal header(String name, String value) {
        return new Refusal(details, Map.of(name, value));
    }

    ProblemDetails details() {
        return details;
    }

    Map<String, String> headers() {
        return headers;
    }
}
