package dev.slipway.llm;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells from what went wrong which [ModelFailure] it is. Statuses, types and wordings are those that
/// Anthropic, OpenAI, Ollama, llama.cpp and vLLM document or send.
final class Diagnosis {
    private static final Pattern TOO_LONG = Pattern.compile("prompt is too long|context.?length|context.?window"
            + "|maximum context|exceed\\w* context|available context size|exceed_context_size|input is too long"
            + "|too many (input )?tokens|request_too_large|string_above_max_length");
    private static final Pattern NO_CREDIT = Pattern.compile(
            "insufficient_quota|billing|credit balance|spend(ing)?.?limit|payment|exceeded your current quota");

    private Diagnosis() {}

    static ModelFailure of(ProviderError error, String model) {
        String said = error.said();
        String words = (error.kind() + " " + said).toLowerCase(Locale.ROOT);
        Optional<Duration> wait = RetryAfter.of(error.headers());
        int status = error.status() == 0 ? statusOf(error.kind(), words) : error.status();
        if (status == ProviderError.REFUSAL) {
            return new ModelFailure.Refused(model, said);
        }
        if (status == 200) {
            return new ModelFailure.MalformedBody(model, said);
        }
        if (status == 402 || (status != 401 && NO_CREDIT.matcher(words).find() && status < 500)) {
            return new ModelFailure.OutOfCredit(model, said);
        }
        if ((status == 400 || status == 413 || status == 422 || status == 500)
                && TOO_LONG.matcher(words).find()) {
            return new ModelFailure.ContextOverflow(model, said);
        }
        if (status == 400 && (words.contains("content_policy") || words.contains("content_filter"))) {
            return new ModelFailure.Refused(model, said);
        }
        return switch (status) {
            case 401, 403 -> new ModelFailure.Unauthorised(model, said);
            case 404 ->
                words.contains("model")
                        ? new ModelFailure.UnknownModel(model, said, List.of())
                        : new ModelFailure.BadRequest(model, "nothing at this address (404). " + said);
            case 413 -> new ModelFailure.ContextOverflow(model, said);
            // OpenAI says so of a request that is larger than the limit of a whole minute.
            case 429 ->
                words.contains("request too large")
                        ? new ModelFailure.ContextOverflow(model, said)
                        : new ModelFailure.RateLimited(model, said, wait);
            case 408, 409, 425 -> new ModelFailure.Overloaded(model, said, wait);
            default ->
                status >= 500
                        ? new ModelFailure.Overloaded(model, said, wait)
                        : new ModelFailure.BadRequest(model, "status " + status + ". " + said);
        };
    }

    /// What broke the connection.
    /// @param sent whether the request had left
    /// @param started whether the answer had begun
    static ModelFailure of(IOException broken, String model, boolean sent, boolean started, Duration silence) {
        String said = FailureText.presentable(String.valueOf(broken.getMessage()));
        if (!sent) {
            return new ModelFailure.Unreachable(model, said);
        }
        if (broken instanceof SocketTimeoutException) {
            return new ModelFailure.TimedOut(model, "", silence);
        }
        return new ModelFailure.CutStream(
                model, started ? said : "the connection closed before the answer began: " + said);
    }

    /// The HTTP status that an error within a stream would have had.
    private static int statusOf(String kind, String words) {
        if (words.contains("rate_limit")) {
            return 429;
        }
        if (words.contains("authentication") || words.contains("permission")) {
            return 401;
        }
        if (kind.contains("not_found")) {
            return 404;
        }
        boolean clientsFault = kind.contains("invalid") || kind.contains("context_length") || kind.contains("quota");
        return clientsFault ? 400 : 529;
    }
}
