package dev.slipway.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.Request;

/// Tries a provider's address and key by its list of models, which all of them have and which costs nothing.
final class ProviderTrial {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String ANTHROPIC_VERSION = "2023-06-01";
    private static final int MOST_MODELS = 500;
    private static final int LONGEST_NAME = 150;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ProviderTrial() {}

    /// @param models  what the provider says it has
    /// @param problem why a call would fail
    record Result(List<String> models, Optional<Problem> problem, Duration took) {}

    static Result of(Provider provider, Connections connections) throws InterruptedException {
        if (provider.kind() == Provider.Kind.REHEARSAL) {
            return new Result(provider.models(), Optional.empty(), Duration.ZERO);
        }
        long start = System.nanoTime();
        try {
            List<String> models = models(connections.get(provider, request(provider), LIMIT));
            return new Result(models, Optional.empty(), since(start));
        } catch (ProviderError refused) {
            return new Result(
                    List.of(), Optional.of(diagnosis(refused, provider).problem()), since(start));
        } catch (IOException | IllegalArgumentException broken) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Duration took = since(start);
            String said = FailureText.presentable(String.valueOf(broken.getMessage()));
            ModelFailure failure = took.compareTo(LIMIT) >= 0
                    ? new ModelFailure.TimedOut(provider.name(), "", LIMIT)
                    : new ModelFailure.Unreachable(provider.name(), said);
            return new Result(List.of(), Optional.of(failure.problem()), took);
        }
    }

    private static Request request(Provider provider) {
        boolean anthropic = provider.kind() == Provider.Kind.ANTHROPIC;
        Request.Builder request =
                new Request.Builder().url(BaseUrls.of(provider) + (anthropic ? "/v1/models?limit=1000" : "/models"));
        if (anthropic) {
            request.header("anthropic-version", ANTHROPIC_VERSION);
        }
        provider.key()
                .ifPresent(key -> request.header(
                        anthropic ? "X-Api-Key" : "Authorization", (anthropic ? "" : "Bearer ") + key.reveal()));
        provider.headers().forEach(request::header);
        return request.build();
    }

    private static List<String> models(String page) {
        try {
            JsonNode data = JSON.readTree(page).path("data");
            if (data.isArray()) {
                List<String> names = new ArrayList<>();
                for (JsonNode model : data) {
                    String id = model.path("id").asText("");
                    if (!id.isBlank() && id.length() <= LONGEST_NAME && names.size() < MOST_MODELS) {
                        names.add(id);
                    }
                }
                return List.copyOf(names);
            }
        } catch (JsonProcessingException notJson) {
            throw ProviderError.senseless("no JSON at all");
        }
        throw ProviderError.senseless("JSON without a list of models");
    }

    private static ModelFailure diagnosis(ProviderError error, Provider provider) {
        return switch (error.status()) {
            case 404, 405, 301, 302, 307, 308 ->
                new ModelFailure.MalformedBody(
                        provider.name(),
                        "there is no list of models at " + BaseUrls.of(provider) + " (HTTP status " + error.status()
                                + ")");
            default -> Diagnosis.of(error, provider.name());
        };
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
