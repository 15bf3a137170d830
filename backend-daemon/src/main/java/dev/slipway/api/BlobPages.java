package dev.slipway.api;

import dev.slipway.journal.Blobs;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Role;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.BlobId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A session's blobs, byte by byte as they were kept: whole outputs of tools, images, attachments. They come from
/// strangers, so a browser is told to save and never to show them.
final class BlobPages implements HttpHandler.Streamed {
    private final Access access;
    private final Function<SessionId, Blobs> blobs;

    BlobPages(Access access, Function<SessionId, Blobs> blobs) {
        this.access = access;
        this.blobs = blobs;
    }

    @Override
    public String name() {
        return "getBlob";
    }

    @Override
    public boolean takes(List<String> path) {
        return path.size() == 6
                && path.get(0).equals("api")
                && path.get(1).equals("v1")
                && path.get(2).equals("sessions")
                && path.get(4).equals("blobs");
    }

    @Override
    public void handle(Request request, List<String> path, Response response, Callback callback) {
        boolean head = request.getMethod().equals("HEAD");
        if (!head && !request.getMethod().equals("GET")) {
            throw Refusal.of(405, "method-not-allowed", "This address does not take that method", "It takes GET, HEAD.")
                    .header("Allow", "GET, HEAD");
        }
        access.require(request, Role.VIEWER);
        Blobs kept = blobs.apply(new SessionId(path.get(3)));
        BlobId id = new BlobId(path.get(5));
        InputStream in = kept.get(id)
                .orElseThrow(() -> Problem.unknown(
                                "unknown-blob", "There is no such blob", "The session has no blob " + id.value() + ".")
                        .toException());
        try (in) {
            response.setStatus(200);
            response.getHeaders()
                    .put(HttpHeader.CONTENT_TYPE, "application/octet-stream")
                    .put(HttpHeader.CONTENT_LENGTH, kept.size(id).orElse(0))
                    .put("Content-Disposition", "attachment")
                    .put("Content-Security-Policy", "sandbox; default-src 'none'")
                    .put("X-Content-Type-Options", "nosniff")
                    .put("ETag", '"' + id.value() + '"')
                    .put(HttpHeader.CACHE_CONTROL, "private, max-age=31536000, immutable");
            try (OutputStream out = Content.Sink.asOutputStream(response)) {
                if (!head) {
                    in.transferTo(out);
                }
            }
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        }
    }
}
