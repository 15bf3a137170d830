package dev.slipway.llm.stub;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request that [ProviderStub] has received.
/// @param arrivedNanos `System.nanoTime()` when its last byte was read
/// @param headers with names in lower case
public record StubRequest(long arrivedNanos, String method, String path, Map<String, String> headers, String body) {

    public StubRequest {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
