package dev.slipway.link;

import dev.slipway.model.account.Author;
import dev.slipway.model.problem.Problem;
import java.time.Instant;

/// How the link to a server stands, as the window shows it.
public sealed interface LinkState {

    /// @param attempt counted from 1 since the link last stood
    record Connecting(int attempt) implements LinkState {}

    /// @param user who the server takes the person for
    record Connected(String version, Author user) implements LinkState {}

    /// The server can't be reached; another attempt is due.
    /// @param attempt the attempt that failed, from 1
    record Waiting(Problem problem, Instant retryAt, int attempt) implements LinkState {}

    /// The server lets this token in no more: nothing is tried again until somebody asks for it.
    record Refused(Problem problem) implements LinkState {}

    record Closed() implements LinkState {}
}
