package dev.slipway.llm.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.core.JsonField;
import com.openai.core.JsonMissing;
import com.openai.core.JsonNull;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpClient;
import com.openai.errors.SseException;
import dev.slipway.llm.ApiKey;
import dev.slipway.llm.BaseUrls;
import dev.slipway.llm.Provider;
import dev.slipway.llm.ProviderError;

/// What both of OpenAI's languages need of its SDK.
final class Sdk {
    private Sdk() {}

    static OpenAIClient client(Provider provider, HttpClient http) {
        ClientOptions.Builder options = ClientOptions.builder()
                .httpClient(http)
                .baseUrl(BaseUrls.of(provider))
                // The SDK insists on a key; a local server does not look at it.
                .apiKey(provider.key().map(ApiKey::reveal).orElse("none"))
                .maxRetries(0);
        provider.headers().forEach(options::replaceHeaders);
        return new OpenAIClientImpl(options.build());
    }

    /// The SDK takes any JSON for a field, but shows that in its Kotlin types only.
    @SuppressWarnings("unchecked")
    static <T> JsonField<T> raw(JsonNode node) {
        return (JsonField<T>) (JsonField<?>) JsonValue.fromJsonNode(node);
    }

    /// Servers that imitate OpenAI leave figures out, or send null.
    static long number(JsonField<Long> field) {
        return field instanceof JsonMissing || field instanceof JsonNull
                ? 0
                : field.asKnown().orElse(0L);
    }

    static ProviderError error(SseException error) {
        return ProviderError.inStream(Json.object()
                .put("type", error.type().orElse(""))
                .put("code", error.code().orElse(""))
                .put("message", String.valueOf(error.getMessage()))
                .toString());
    }
}
