package dev.slipway.api;

import dev.slipway.forge.local.GitHttp;
import dev.slipway.model.account.User;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.ProblemDetails;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Git over HTTP at `/git/{repository}.git`: the password of any user name is a token. Git shows a person what is plain
/// text, so problems are told that way here.
final class GitPages implements HttpHandler.Streamed {
    private static final String SUFFIX = ".git";
    private static final Logger log = LoggerFactory.getLogger(GitPages.class);

    private final Access access;
    private final GitHttp git;

    GitPages(Access access, GitHttp git) {
        this.access = access;
        this.git = git;
    }

    @Override
    public String name() {
        return "git";
    }

    @Override
    public boolean takes(List<String> path) {
        return path.size() >= 2 && path.get(0).equals("git") && path.get(1).endsWith(SUFFIX);
    }

    @Override
    public void handle(Request request, List<String> path, Response response, Callback callback) {
        try {
            answer(request, path, response);
            callback.succeeded();
        } catch (Refusal e) {
            tell(e, request, response, callback);
        } catch (ProblemException e) {
            tell(Refusal.of(e.problem()), request, response, callback);
        } catch (IOException e) {
            log.debug("A git client is gone", e);
            callback.failed(e);
        }
    }

    private void answer(Request request, List<String> path, Response response) throws IOException {
        String name = path.get(1);
        String raw = request.getHttpURI().getQuery();
        GitHttp.Request asked = new GitHttp.Request(
                request.getMethod(),
                String.join("/", path.subList(2, path.size())),
                Optional.ofNullable(RequestPath.query(raw == null ? "" : raw).get("service")),
                Optional.ofNullable(request.getHeaders().get("Git-Protocol")),
                "gzip".equals(request.getHeaders().get(HttpHeader.CONTENT_ENCODING)),
                Request.asInputStream(request));
        User user = access.requireOfGit(request, GitHttp.roleFor(asked));
        RepositoryId repository = new RepositoryId(name.substring(0, name.length() - SUFFIX.length()));
        git.handle(repository, user, asked, (status, headers) -> {
            response.setStatus(status);
            headers.forEach(response.getHeaders()::put);
            return Content.Sink.asOutputStream(response);
        });
    }

    private static void tell(Refusal refusal, Request request, Response response, Callback callback) {
        ProblemDetails why = refusal.details();
        String text = why.title() + ": " + why.detail()
                + why.remedy().map(r -> " " + r).orElse("") + "\n";
        Map<String, String> headers =
                why.status() == 401 ? Map.of("WWW-Authenticate", "Basic realm=\"Slipway\"") : refusal.headers();
        HttpHandler.write(
                new Reply(why.status(), "text/plain; charset=utf-8", text, headers), request, response, callback);
    }
}
