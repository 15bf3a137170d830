package dev.slipway.git;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.jspecify.annotations.Nullable;

/// Brings commits from an origin into a mirror, checked as they come.
final class Fetching {
    /// Without a byte for so long, in seconds, an origin counts as gone.
    private static final int SILENCE_SECONDS = 60;

    private static final int LOOK_SECONDS = 15;

    private final Repository repository;
    private final Origin origin;
    private final ImportProgress progress;

    Fetching(Repository repository, Origin origin, ImportProgress progress) {
        this.repository = repository;
        this.origin = origin;
        this.progress = progress;
    }

    FetchResult run(List<RefSpec> refs) {
        Hearing hearing = new Hearing(progress);
        try (Transport transport = open(SILENCE_SECONDS)) {
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setObjectChecker(JGitHouse.checker());
            return transport.fetch(hearing, refs);
        } catch (IOException e) {
            throw hearing.isCancelled() ? cancelled(e) : unreachable(e);
        }
    }

    /// What the origin has to offer; brings nothing in.
    List<Ref> list() {
        try (Transport transport = open(LOOK_SECONDS);
                FetchConnection connection = transport.openFetch()) {
            return List.copyOf(connection.getRefs());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private Transport open(int silenceSeconds) throws IOException {
        Transport transport = Transport.open(repository, origin.address());
        transport.setTimeout(silenceSeconds);
        if (transport instanceof SshTransport ssh) {
            ssh.setSshSessionFactory(new OpenSsh());
        } else {
            transport.setCredentialsProvider(new UsernamePasswordCredentialsProvider(origin.user(), origin.password()));
        }
        return transport;
    }

    private ProblemException cancelled(Throwable e) {
        return Problem.conflict(
                        "import-cancelled", "The import was cancelled", "Nothing of " + origin.shown() + " was kept.")
                .toException(e);
    }

    private ProblemException unreachable(IOException e) {
        if (GitProblems.isDiskFull(e)) {
            return GitProblems.diskFull(e);
        }
        String said = said(e);
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("objectformat") || lower.contains("object-format") || lower.contains("sha256")) {
            return sha256(origin, e);
        }
        if (lower.contains("not authorized")
                || lower.contains("authentication")
                || lower.contains("permission denied")) {
            return Problem.unavailable(
                            "origin-refuses", "The origin refuses access", origin.shown() + " says: " + said + ".")
                    .withRemedy("For https, put a token into the URL (it is used once and not kept); for ssh, give the"
                            + " daemon's user a key that the origin knows.")
                    .toException(e);
        }
        boolean missing = e instanceof NoRemoteRepositoryException || lower.contains("not found");
        return Problem.unavailable(
                        "unreachable-origin",
                        missing ? "There is no repository at the origin" : "The origin can't be read",
                        origin.shown() + ": " + said + ".")
                .withRemedy(
                        e instanceof NotSupportedException
                                ? "Give a directory that holds a git repository, or its URL."
                                : "Check the address, and that the daemon's computer reaches it.")
                .toException(e);
    }

    static ProblemException sha256(Origin origin, @Nullable Throwable cause) {
        Problem problem = Problem.invalid(
                        "sha256-repository",
                        "This repository uses SHA-256 object names",
                        origin.shown()
                                + " uses SHA-256 object names, which Slipway does not support; it knows SHA-1 only.")
                .withRemedy("Import a SHA-1 repository; `git clone` can't convert, `git fast-export | git fast-import`"
                        + " can.");
        return cause == null ? problem.toException() : problem.toException(cause);
    }

    /// The innermost message, as JGit wraps the cause several times.
    private String said(Throwable e) {
        String said = e.toString();
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            said = Optional.ofNullable(cause.getMessage())
                    .filter(m -> !m.isBlank())
                    .orElse(said);
            if (cause instanceof TransportException && cause.getCause() == null) {
                break;
            }
        }
        String plain = said.replace(origin.address().toString(), origin.shown());
        if (!origin.password().isEmpty()) {
            plain = plain.replace(origin.password(), "…");
        }
        return plain.replaceAll("[.\\s]+$", "");
    }
}
