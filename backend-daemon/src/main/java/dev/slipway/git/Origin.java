package dev.slipway.git;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;

/// Where a repository is imported from: a directory on this computer, or an http, https, ssh or file URL. Anything
/// that git would take for an option, a helper program or a relative path is refused.
public final class Origin {
    private static final int MAX_LENGTH = 4_096;
    private static final Pattern URL = Pattern.compile("(?i)(https?|ssh|file)://(.+)");
    private static final Pattern SCP =
            Pattern.compile("(?:[A-Za-z0-9._][A-Za-z0-9._-]*@)?[A-Za-z0-9._][A-Za-z0-9._-]*:[^:].*");

    private final URIish uri;
    private final Optional<Path> local;

    private Origin(URIish uri, Optional<Path> local) {
        this.uri = uri;
        this.local = local;
    }

    /// Reads what a person gave. A local path is resolved, so that it shows where it really leads.
    public static Origin parse(String text) {
        if (text.isBlank() || text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            throw refused(text, "It must be one line of 1 to " + MAX_LENGTH + " characters.");
        }
        if (text.startsWith("-")) {
            throw refused(text, "It begins with a hyphen, as an option would.");
        }
        if (text.matches("[A-Za-z0-9+.-]+::.*")) {
            throw refused(text, "Helper programs such as `ext::` are not run.");
        }
        try {
            Matcher url = URL.matcher(text);
            if (url.matches()) {
                return fromUrl(text, new URIish(text));
            }
            if (text.contains("://")) {
                throw refused(text, "Only http, https, ssh and file URLs are supported.");
            }
            if (text.startsWith("/")) {
                return fromPath(text, Path.of(text));
            }
            if (SCP.matcher(text).matches()) {
                return fromUrl(text, new URIish(text));
            }
        } catch (URISyntaxException | InvalidPathException e) {
            throw refused(text, "It is neither a path nor a URL.");
        }
        throw refused(text, "A path must be absolute, beginning with /.");
    }

    /// How it may be shown and stored: without a password or token.
    public String shown() {
        return local.map(Path::toString).orElseGet(() -> withoutCredentials().toASCIIString());
    }

    /// The directory, when it is on this computer.
    public Optional<Path> local() {
        return local;
    }

    /// Whether the text that a person gave held a password or token. It serves one import and is then forgotten.
    public boolean hasCredentials() {
        return uri.getPass() != null || (isHttp() && uri.getUser() != null);
    }

    @Override
    public String toString() {
        return shown();
    }

    /// The address to connect to, without what logs you in.
    URIish address() {
        return isHttp() ? withoutCredentials() : uri.setPass(null);
    }

    String user() {
        return Optional.ofNullable(uri.getUser()).orElse("");
    }

    String password() {
        return Optional.ofNullable(uri.getPass()).orElse("");
    }

    private URIish withoutCredentials() {
        URIish safe = uri.setPass(null);
        return isHttp() ? safe.setUser(null) : safe;
    }

    private boolean isHttp() {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }

    private static Origin fromUrl(String text, URIish uri) {
        if ("file".equalsIgnoreCase(uri.getScheme())) {
            return fromPath(text, Path.of(uri.getPath()));
        }
        String host = Optional.ofNullable(uri.getHost()).orElse("");
        String path = Optional.ofNullable(uri.getPath()).orElse("");
        if (host.isEmpty() || host.startsWith("-") || path.isEmpty() || path.startsWith("-")) {
            throw refused(text, "A URL needs a host and a path, and neither may begin with a hyphen.");
        }
        if (Optional.ofNullable(uri.getUser()).orElse("").startsWith("-")) {
            throw refused(text, "The user name begins with a hyphen, as an option would.");
        }
        if (path.contains("?") || path.contains("#")) {
            throw refused(text, "The URL of a repository has no `?` or `#` part.");
        }
        return new Origin(uri, Optional.empty());
    }

    private static Origin fromPath(String text, Path path) {
        if (!path.isAbsolute()) {
            throw refused(text, "A path must be absolute, beginning with /.");
        }
        try {
            Path real = path.toRealPath();
            return new Origin(new URIish().setPath(real.toString()), Optional.of(real));
        } catch (IOException e) {
            throw Problem.invalid(
                            "unreachable-origin",
                            "There is no such directory",
                            "\"" + text + "\" does not exist on the daemon's computer, or the daemon may not read it.")
                    .withRemedy("Check the path; the daemon reads it as the user that it runs as.")
                    .toException(e);
        }
    }

    private static ProblemException refused(String text, String why) {
        String shown = text.codePoints()
                .limit(80)
                .map(c -> Character.isISOControl(c) ? '\ufffd' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll("//[^/@]*@", "//");
        return Problem.invalid("malformed-origin", "This is not a place to import from", "\"" + shown + "\": " + why)
                .withRemedy("Give an absolute path, or a URL such as https://example.org/team/project.git.")
                .toException();
    }
}
