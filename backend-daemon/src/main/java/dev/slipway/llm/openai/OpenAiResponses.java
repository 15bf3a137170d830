package dev.slipway.llm.openai;

import dev.slipway.llm.Connections;
import dev.slipway.llm.ModelClient;
import dev.slipway.llm.Protocol;
import dev.slipway.llm.Provider;

/// OpenAI Responses: streaming, nothing stored at the provider, encrypted reasoning that goes back.
public final class OpenAiResponses implements Protocol {

    @Override
    public ModelClient open(Provider provider, Connections connections) {
        return new ResponsesClient(provider, Sdk.client(provider, new PooledHttp(connections.line(provider))));
    }

    @Override
    public void rehearse() throws InterruptedException {
        Provider provider = CannedHttp.provider(Provider.Kind.OPENAI_RESPONSES);
        CannedHttp.rehearse(new ResponsesClient(provider, Sdk.client(provider, new CannedHttp(CannedHttp.RESPONSES))));
    }
}
