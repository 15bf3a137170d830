package dev.slipway.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxiesTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "HTTPS_PROXY", "http://user:word@secure.proxy:3128",
            "http_proxy", "plain.proxy:8080",
            "NO_PROXY", "localhost, 127.0.0.1,.internal,*.corp");

    @ParameterizedTest
    @CsvSource({
        "https://api.anthropic.com/v1, secure.proxy",
        "http://models.example/v1, plain.proxy",
        "http://localhost:11434/v1, ",
        "http://127.0.0.1:11434/v1, ",
        "https://llm.internal/v1, ",
        "https://LLM.Corp/v1, ",
    })
    void followTheUsualVariables(URI target, String proxy) {
        Proxy chosen = EnvironmentProxies.of(ENVIRONMENT).select(target).getFirst();
        if (proxy == null) {
            assertThat(chosen.type()).isEqualTo(Proxy.Type.DIRECT);
        } else {
            assertThat(((InetSocketAddress) chosen.address()).getHostString()).isEqualTo(proxy);
        }
    }
}
