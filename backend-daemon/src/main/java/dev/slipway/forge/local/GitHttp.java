package dev.slipway.forge.local;

import dev.slipway.forge.Repositories;
import dev.slipway.git.Mirror;
import dev.slipway.git.PushRule;
import dev.slipway.git.Serving;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// `git clone`, `fetch` and `push` over HTTP (gitprotocol-http, smart protocol, versions 0 to 2). Knows nothing of a
/// server: whoever mounts it under `/git/{repository}.git/` has found out who asks.
public final class GitHttp {
    private static final String UPLOAD = "git-upload-pack";
    private static final String RECEIVE = "git-receive-pack";
    /// What a client may say in a fetch, unpacked. Bytes.
    private static final long MAX_FETCH_REQUEST = 64L * 1024 * 1024;

    private final Repositories repositories;
    private final ForgeRules rules;

    public GitHttp(Repositories repositories, ForgeRules rules) {
        this.repositories = repositories;
        this.rules = rules;
    }

    /// @param method   `GET` or `POST`
    /// @param path     below the repository, such as `info/refs`
    /// @param service  the query's `service`
    /// @param protocol the header `Git-Protocol`
    /// @param gzip     whether the header `Content-Encoding` says `gzip`
    public record Request(
            String method,
            String path,
            Optional<String> service,
            Optional<String> protocol,
            boolean gzip,
            InputStream body) {}

    /// Where the answer goes.
    @FunctionalInterface
    public interface Response {
        /// Called once, before the first byte.
        OutputStream begin(int status, Map<String, String> headers) throws IOException;
    }

    /// Whether a request needs to write, and so whom to ask for a token.
    public static Role roleFor(Request request) {
        boolean writes = request.path().equals(RECEIVE)
                || request.service().filter(RECEIVE::equals).isPresent();
        return writes ? Role.MEMBER : Role.VIEWER;
    }

    /// Answers one request, streaming.
    /// @throws ProblemException when it is refused; nothing was written then
    /// @throws IOException      when the connection broke
    public void handle(RepositoryId repository, User user, Request request, Response response) throws IOException {
        Mirror mirror = repositories.mirror(repository);
        if (!user.role().covers(roleFor(request))) {
            throw Problem.forbidden("not-allowed-to-push", "You may not push", "Pushing needs the role of a member.")
                    .toException();
        }
        Serving serving = new Serving(mirror);
        List<String> protocol =
                request.protocol().map(header -> List.of(header.split(":"))).orElse(List.of());
        switch (request.method() + " " + request.path()) {
            case "GET info/refs" ->
                advertise(serving, protocol, request.service().orElse(""), response);
            case "POST " + UPLOAD -> {
                try (InputStream in = new BoundedInput(body(request), MAX_FETCH_REQUEST);
                        OutputStream out = response.begin(200, headers(UPLOAD + "-result"))) {
                    serving.upload(protocol, in, out);
                }
            }
            case "POST " + RECEIVE -> {
                try (InputStream in = body(request);
                        OutputStream out = response.begin(200, headers(RECEIVE + "-result"))) {
                    serving.receive(in, out, push -> objection(mirror, push), user.author());
                }
            }
            default ->
                throw Problem.unknown(
                                "no-such-address",
                                "There is nothing at this address",
                                "A repository answers to git's smart HTTP protocol alone.")
                        .withRemedy("Use `git clone`.")
                        .toException();
        }
    }

    private static void advertise(Serving serving, List<String> protocol, String service, Response response)
            throws IOException {
        if (!service.equals(UPLOAD) && !service.equals(RECEIVE)) {
            throw Problem.forbidden(
                            "smart-protocol-only",
                            "This git is too old",
                            "Only git's smart HTTP protocol is served, which every git since 1.6.6 speaks.")
                    .toException();
        }
        try (OutputStream out = response.begin(200, headers(service + "-advertisement"))) {
            if (service.equals(UPLOAD)) {
                serving.advertiseUpload(protocol, out);
            } else {
                serving.advertiseReceive(out);
            }
        }
    }

    private Optional<String> objection(Mirror mirror, PushRule.Push push) {
        if (push.ref().startsWith("refs/tags/")) {
            boolean moves = push.kind() == PushRule.Kind.FORWARDS || push.kind() == PushRule.Kind.REWRITES;
            return moves ? Optional.of("a tag does not move") : Optional.empty();
        }
        if (!push.ref().startsWith("refs/heads/")) {
            return Optional.of("only branches and tags can be pushed");
        }
        try {
            BranchName branch = new BranchName(push.ref().substring("refs/heads/".length()));
            return branch.equals(mirror.defaultBranch()) ? objectionToDefault(push) : Optional.empty();
        } catch (ProblemException e) {
            return Optional.of("this branch name is not allowed");
        }
    }

    private Optional<String> objectionToDefault(PushRule.Push push) {
        if (rules.protectDefault()) {
            return Optional.of("the default branch is protected: open a pull request");
        }
        boolean keeps = push.kind() == PushRule.Kind.CREATES || push.kind() == PushRule.Kind.FORWARDS;
        return keeps ? Optional.empty() : Optional.of("the default branch only moves forward: pull first");
    }

    private static InputStream body(Request request) throws IOException {
        return request.gzip() ? new GZIPInputStream(request.body(), 16 * 1024) : request.body();
    }

    private static Map<String, String> headers(String type) {
        return Map.of("Content-Type", "application/x-" + type, "Cache-Control", "no-cache");
    }
}
