package dev.slipway.navigation;

import dev.slipway.model.SessionId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.problem.ProblemException;
import java.net.URI;
import java.util.Optional;

/// A place in the application. Each has a link, `slipway://HOST:PORT/…`, that leads there on any computer.
public sealed interface Destination {
    String SCHEME = "slipway";

    /// Nothing is open yet.
    record Home() implements Destination {}

    /// A new session is being written.
    record NewSession() implements Destination {}

    record Session(SessionId id) implements Destination {}

    record PullRequest(PullRequestRef ref) implements Destination {}

    record Settings() implements Destination {}

    /// The path of its link.
    default String path() {
        return switch (this) {
            case Home _ -> "/";
            case NewSession _ -> "/new";
            case Session session -> "/sessions/" + session.id().value();
            case PullRequest pull ->
                "/pulls/" + pull.ref().repository().value() + "/" + pull.ref().number();
            case Settings _ -> "/settings";
        };
    }

    /// Its link on a server.
    default URI link(URI server) {
        return URI.create(SCHEME + "://" + server.getAuthority() + path());
    }

    /// The place that a link leads to; empty when it is none of ours or makes no sense.
    static Optional<Destination> of(URI link) {
        return SCHEME.equals(link.getScheme()) && link.getPath() != null ? ofPath(link.getPath()) : Optional.empty();
    }

    static Optional<Destination> ofPath(String path) {
        String[] parts = path.split("/", -1);
        try {
            return switch (parts.length < 2 ? "" : parts[1]) {
                case "" -> Optional.of(new Home());
                case "new" -> Optional.of(new NewSession());
                case "settings" -> Optional.of(new Settings());
                case "sessions" ->
                    parts.length == 3 ? Optional.of(new Session(new SessionId(parts[2]))) : Optional.empty();
                case "pulls" ->
                    parts.length == 4 && parts[3].matches("\\d{1,9}")
                            ? Optional.of(new PullRequest(
                                    new PullRequestRef(new RepositoryId(parts[2]), Integer.parseInt(parts[3]))))
                            : Optional.empty();
                default -> Optional.empty();
            };
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }
}
