package dev.slipway.llm.anthropic;

import com.anthropic.client.AnthropicClientImpl;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.http.HttpClient;
import dev.slipway.llm.BaseUrls;
import dev.slipway.llm.Connections;
import dev.slipway.llm.ModelClient;
import dev.slipway.llm.Protocol;
import dev.slipway.llm.Provider;

/// Anthropic Messages: streaming, thinking with its signatures, prompt cache marks.
public final class AnthropicMessages implements Protocol {

    @Override
    public ModelClient open(Provider provider, Connections connections) {
        return client(provider, new PooledHttp(connections.line(provider)));
    }

    @Override
    public void rehearse() throws InterruptedException {
        CannedHttp.rehearse(http -> client(CannedHttp.PROVIDER, http));
    }

    private static MessagesClient client(Provider provider, HttpClient http) {
        ClientOptions.Builder options = ClientOptions.builder()
                .httpClient(http)
                .baseUrl(BaseUrls.of(provider))
                .maxRetries(0);
        provider.key().ifPresent(key -> options.putHeader("X-Api-Key", key.reveal()));
        provider.headers().forEach(options::replaceHeaders);
        return new MessagesClient(provider, new AnthropicClientImpl(options.build()));
    }
}
