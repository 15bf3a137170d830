package dev.slipway.navigation;

import dev.slipway.model.SessionId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.problem.ProblemException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A place in the application. Each has a link, `slipway://HOST:PORT/…`, that leads there on any computer.
public sealed interface Destination {
    String SCHEME = "slipway";

    /// Nothing is open yet.
    record Home() implements Destination {}

    /// A new session is being written.
    record NewSession() implements Destination {}

    record Session(SessionId id) implements Destination {}

    /// An event of a session, in its transcript.
    /// @param seq its sequence number, from 1
    record Moment(SessionId id, long seq) implements Destination {}

    /// A line of a file that a session changed, beside its transcript.
    /// @param file its path from the root of the repository
    /// @param line from 1; 0 for the whole file
    record FileLine(SessionId id, String file, int line) implements Destination {}

    record PullRequest(PullRequestRef ref) implements Destination {}

    /// The list of pull requests.
    record PullRequests() implements Destination {}

    /// What was found in all transcripts.
    record Found(String words) implements Destination {}

    /// A page of the settings.
    /// @param page such as `models`; empty for the first one
    record Settings(String page) implements Destination {
        public Settings() {
            this("");
        }
    }

    /// The path of its link.
    default String path() {
        return switch (this) {
            case Home _ -> "/";
            case NewSession _ -> "/new";
            case Session session -> "/sessions/" + session.id().value();
            case Moment moment -> "/sessions/" + moment.id().value() + "?at=" + moment.seq();
            case FileLine file ->
                "/sessions/" + file.id().value() + "?file=" + URLEncoder.encode(file.file(), StandardCharsets.UTF_8)
                        + "&line=" + file.line();
            case PullRequest pull ->
                "/pulls/" + pull.ref().repository().value() + "/" + pull.ref().number();
            case PullRequests _ -> "/pulls";
            case Found found -> "/search?words=" + URLEncoder.encode(found.words(), StandardCharsets.UTF_8);
            case Settings settings -> settings.page().isEmpty() ? "/settings" : "/settings/" + settings.page();
        };
    }

    /// Its link on a server.
    default URI link(URI server) {
        return URI.create(SCHEME + "://" + server.getAuthority() + path());
    }

    /// The place that a link leads to; empty when it is none of ours or makes no sense.
    static Optional<Destination> of(URI link) {
        if (!SCHEME.equals(link.getScheme()) || link.getPath() == null) {
            return Optional.empty();
        }
        return ofPath(link.getPath() + (link.getRawQuery() == null ? "" : "?" + link.getRawQuery()));
    }

    /// @param path as [#path] writes it
    static Optional<Destination> ofPath(String path) {
        int mark = path.indexOf('?');
        String[] parts = (mark < 0 ? path : path.substring(0, mark)).split("/", -1);
        Map<String, String> query = query(mark < 0 ? "" : path.substring(mark + 1));
        try {
            return switch (parts.length < 2 ? "" : parts[1]) {
                case "" -> Optional.of(new Home());
                case "new" -> Optional.of(new NewSession());
                case "search" -> Optional.of(new Found(query.getOrDefault("words", "")));
                case "settings" ->
                    Optional.of(new Settings(parts.length > 2 && parts[2].matches("[a-z]{1,30}") ? parts[2] : ""));
                case "sessions" ->
                    parts.length == 3 ? Optional.of(within(new SessionId(parts[2]), query)) : Optional.empty();
                case "pulls" ->
                    parts.length == 2
                            ? Optional.of(new PullRequests())
                            : parts.length == 4 && parts[3].matches("\\d{1,9}")
                                    ? Optional.of(new PullRequest(
                                            new PullRequestRef(new RepositoryId(parts[2]), Integer.parseInt(parts[3]))))
                                    : Optional.empty();
                default -> Optional.empty();
            };
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private static Destination within(SessionId session, Map<String, String> query) {
        String at = query.getOrDefault("at", "");
        String file = query.getOrDefault("file", "");
        if (at.matches("[1-9]\\d{0,17}")) {
            return new Moment(session, Long.parseLong(at));
        }
        String line = query.getOrDefault("line", "0");
        return file.isBlank()
                ? new Session(session)
                : new FileLine(session, file, line.matches("\\d{1,9}") ? Integer.parseInt(line) : 0);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                try {
                    query.put(
                            pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    // A link that somebody has typed: what makes no sense leads nowhere in particular.
                    query.remove(pair.substring(0, equals));
                }
            }
        }
        return query;
    }
}
