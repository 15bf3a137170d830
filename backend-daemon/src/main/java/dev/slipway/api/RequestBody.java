package dev.slipway.api;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Reads the bodies of requests. Bytes are counted as they come, so a body is bounded whatever its `Content-Length`
/// says; only a few large ones are in memory at a time.
final class RequestBody {
    private static final int LARGE = 1024 * 1024;
    private static final int LARGE_AT_ONCE = 4;

    private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

    /// What to do with a body that is in memory.
    @FunctionalInterface
    interface Use<T> {
        T with(byte[] body) throws InterruptedException;
    }

    /// Reads the body and uses it.
    <T> T use(Request request, int limit, Use<T> use) throws InterruptedException {
        if (request.getLength() > limit) {
            throw tooLarge(limit);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream((int) Math.max(0, Math.min(request.getLength(), LARGE)));
        boolean counted = false;
        try {
            InputStream in = Request.asInputStream(request);
            byte[] buffer = new byte[Math.clamp(request.getLength() + 1, 512, 16 * 1024)];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (body.size() + n > limit) {
                    throw tooLarge(limit);
                }
                body.write(buffer, 0, n);
                if (!counted && body.size() > LARGE) {
                    large.acquire();
                    counted = true;
                }
            }
            return use.with(body.toByteArray());
        } catch (IOException e) {
            throw Problem.invalid("incomplete-body", "The request's body did not come whole", String.valueOf(e))
                    .toException(e);
        } finally {
            if (counted) {
                large.release();
            }
        }
    }

    private static Refusal tooLarge(int limit) {
        return Refusal.of(
                413,
                "body-too-large",
                "The request's body is too large",
                "This call takes at most " + limit / 1024 + " KiB.");
    }

    /// Understands a body as JSON of the type. An empty body stands for `{}`.
    static <Q> Q parse(Request request, byte[] body, Class<Q> type) {
        if (body.length == 0) {
            return Json.readRequest("{}", type);
        }
        requireJson(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return Json.readRequest(text, type);
        } catch (CharacterCodingException e) {
            throw Problem.invalid("malformed-utf-8", "The request's body is not UTF-8", "JSON travels as UTF-8.")
                    .toException(e);
        }
    }

    private static void requireJson(@Nullable String contentType) {
        String text = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        int semicolon = text.indexOf(';');
        String media = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        boolean utf8 = !text.contains("charset") || text.contains("utf-8");
        if (!media.equals(Reply.JSON) || !utf8) {
            throw Refusal.of(
                    415,
                    "unsupported-media-type",
                    "The body's media type is not supported",
                    "This call takes `Content-Type: application/json`, UTF-8.");
        }
    }
}
