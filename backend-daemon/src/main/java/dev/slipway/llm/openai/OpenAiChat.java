package dev.slipway.llm.openai;

import dev.slipway.llm.Connections;
import dev.slipway.llm.ModelClient;
import dev.slipway.llm.Protocol;
import dev.slipway.llm.Provider;

/// OpenAI Chat Completions, which Ollama, llama.cpp, vLLM and most gateways speak.
public final class OpenAiChat implements Protocol {

    @Override
    public ModelClient open(Provider provider, Connections connections) {
        return new ChatClient(provider, Sdk.client(provider, new PooledHttp(connections.line(provider))));
    }

    @Override
    public void rehearse() throws InterruptedException {
        Provider provider = CannedHttp.provider(Provider.Kind.OPENAI_CHAT);
        CannedHttp.rehearse(new ChatClient(provider, Sdk.client(provider, new CannedHttp(CannedHttp.CHAT))));
    }
}
