package dev.slipway.api;

import dev.slipway.model.wire.Endpoint;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// An endpoint and what answers it.
/// @param bodyLimit bytes of a request's body, at most
/// @param location  the path below `/api/v1` of what was created, for the `Location` header
record Route<Q, R>(
        Endpoint<Q, R> endpoint,
        int bodyLimit,
        Set<Trait> traits,
        Action<Q, R> action,
        Optional<Function<R, String>> location) {
    private static final int USUAL_BODY_LIMIT = 1024 * 1024;

    enum Trait {
        /// Needs no token.
        OPEN,
        /// The answer holds a secret, so it is never kept to be repeated.
        SECRET
    }

    /// Answers a call. Runs in a virtual thread, so it may block.
    @FunctionalInterface
    interface Action<Q, R> {
        R answer(Call<Q> call) throws InterruptedException;
    }

    static <Q, R> Route<Q, R> of(Endpoint<Q, R> endpoint, Action<Q, R> action) {
        return new Route<>(endpoint, USUAL_BODY_LIMIT, EnumSet.noneOf(Trait.class), action, Optional.empty());
    }

    Route<Q, R> bodyUpTo(int bytes) {
        return new Route<>(endpoint, bytes, traits, action, location);
    }

    Route<Q, R> creates(Function<R, String> path) {
        return new Route<>(endpoint, bodyLimit, traits, action, Optional.of(path));
    }

    Route<Q, R> is(Trait trait) {
        Set<Trait> more = EnumSet.of(trait);
        more.addAll(traits);
        return new Route<>(endpoint, bodyLimit, more, action, location);
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }
}
