package dev.slipway.api;

import dev.slipway.identity.Users;
import dev.slipway.model.account.User;
import dev.slipway.model.problem.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One call of an endpoint as its action sees it: parsed, and known to be allowed.
/// @param path  the path's parameters, decoded
/// @param query the query's parameters, decoded; none that the endpoint does not know
/// @param pass  who asks, and with which token; empty where none is needed
record Call<Q>(Q body, Map<String, String> path, Map<String, String> query, Optional<Users.Pass> pass) {

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /// Whose call it is.
    User caller() {
        return asking().user();
    }

    /// Whose call it is, and with which token.
    Users.Pass asking() {
        return pass.orElseThrow(() -> new IllegalStateException("An endpoint without a user asked for one"));
    }

    /// A parameter of the path.
    String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The path has no {" + name + "}");
        }
        return value;
    }

    /// A parameter of the query; empty text counts as left out.
    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).filter(text -> !text.isEmpty());
    }

    /// A parameter of the query that must be there.
    String required(String name) {
        return query(name)
                .orElseThrow(() -> Problem.invalid(
                                "missing-parameter", "A query parameter is missing", "`" + name + "` must be given.")
                        .toException());
    }

    /// A whole number of the query.
    /// @throws dev.slipway.model.problem.ProblemException if it is none, or outside of `least` to `most`
    long number(String name, long least, long most, long otherwise) {
        String rule = "a whole number from " + least + " to " + most;
        return query(name)
                .map(text -> {
                    try {
                        long number = Long.parseLong(text);
                        if (number >= least && number <= most) {
                            return number;
                        }
                        throw malformed(name, rule).toException();
                    } catch (NumberFormatException e) {
                        throw malformed(name, rule).toException(e);
                    }
                })
                .orElse(otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        return query(name)
                .map(text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw malformed(name, "true or false").toException();
                })
                .orElse(otherwise);
    }

    Optional<Instant> instant(String name) {
        return query(name).map(text -> {
            try {
                Instant time = Instant.parse(text);
                if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                    throw malformed(name, "a time between " + EARLIEST + " and " + LATEST)
                            .toException();
                }
                return time;
            } catch (DateTimeException e) {
                throw malformed(name, "a time like 2026-03-01T12:00:00Z").toException(e);
            }
        });
    }

    /// One of an enum's names, in any case.
    <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
        return query(name)
                .map(text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> constant.name().equals(text.toUpperCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> malformed(name, "one of " + Arrays.toString(type.getEnumConstants()))
                                .toException()));
    }

    private static Problem malformed(String name, String rule) {
        return Problem.invalid(
                "malformed-parameter", "A query parameter can't be understood", "`" + name + "` must be " + rule + ".");
    }
}
