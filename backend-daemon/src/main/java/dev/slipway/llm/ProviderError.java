package dev.slipway.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/// What a provider said instead of a stream: an HTTP status with a body, or an error event within the stream.
public final class ProviderError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /// No HTTP status: a refusal comes in an answer that is otherwise fine.
    static final int REFUSAL = -1;

    private static final long MOST = 64 * 1024;
    private static final long LONG_PAGE = 4 * 1024 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final int status;
    private final transient RetryAfter.Headers headers;
    private final String type;
    private final String code;
    private final String said;

    private ProviderError(int status, RetryAfter.Headers headers, String body) {
        super(null, null, false, false);
        this.status = status;
        this.headers = headers;
        JsonNode error = error(body);
        this.type = error.path("type").asText("");
        this.code = error.path("code").asText("");
        String message =
                error.isTextual() ? error.asText() : error.path("message").asText("");
        this.said = message.isEmpty() ? body : message;
    }

    /// An error event in the midst of a stream that began well.
    /// @param json the error object, bare or within an `error` field
    public static ProviderError inStream(String json) {
        return new ProviderError(0, RetryAfter.Headers.NONE, json);
    }

    /// A part of a stream that is not the provider's protocol.
    public static ProviderError senseless(String what) {
        return new ProviderError(200, RetryAfter.Headers.NONE, what);
    }

    /// The provider says, in an answer that is otherwise fine, that the model declined.
    public static ProviderError refusal(String explanation) {
        return new ProviderError(REFUSAL, RetryAfter.Headers.NONE, explanation);
    }

    /// The provider says, in an answer that is otherwise fine, that the context is full.
    public static ProviderError contextOverflow() {
        return new ProviderError(413, RetryAfter.Headers.NONE, "the context window is full");
    }

    /// Returns if the answer is a good one that streams; else reads what it says, closes it and throws.
    /// @param secrets what must not show, though the provider may quote it
    static void check(Response response, List<String> secrets) throws IOException {
        String mediaType = Objects.requireNonNullElse(response.header("content-type"), "text/event-stream");
        boolean streams = mediaType.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
        if (response.code() == 200 && streams) {
            return;
        }
        try (response) {
            throw new ProviderError(
                    response.code(), response::header, withoutSecrets(excerpt(response, MOST), secrets));
        }
    }

    /// The beginning of a good answer that is no stream.
    static String page(Response response, List<String> secrets) throws IOException {
        String body = withoutSecrets(excerpt(response, LONG_PAGE), secrets);
        if (response.code() != 200) {
            throw new ProviderError(response.code(), response::header, body);
        }
        return body;
    }

    /// 0 for an error within a stream.
    int status() {
        return status;
    }

    /// The error's type and code, in lower case, as one text to look for words in.
    String kind() {
        return (type + " " + code).toLowerCase(Locale.ROOT);
    }

    String said() {
        return FailureText.presentable(said);
    }

    RetryAfter.Headers headers() {
        return headers;
    }

    @Override
    public String getMessage() {
        return "HTTP status " + status + ": " + said();
    }

    private static String withoutSecrets(String text, List<String> secrets) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "[key]");
        }
        return clean;
    }

    private static String excerpt(Response response, long most) throws IOException {
        if (response.body() == null) {
            return "";
        }
        BufferedSource source = response.body().source();
        Buffer head = new Buffer();
        while (head.size() < most && source.read(head, most - head.size()) >= 0) {
            // Reads on: the whole of a short body, the beginning of a long one.
        }
        return head.readUtf8();
    }

    private static JsonNode error(String body) {
        @Nullable JsonNode parsed = null;
        try {
            parsed = JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return JSON.missingNode();
        }
        if (parsed == null) {
            return JSON.missingNode();
        }
        JsonNode error = parsed.path("error");
        return error.isMissingNode() || error.isNull() ? parsed : error;
    }
}
