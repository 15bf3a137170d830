package dev.slipway.api;

import dev.slipway.model.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A whole HTTP answer, held in memory.
/// @param headers beside `Content-Type` and `Content-Length`
record Reply(int status, String contentType, String body, Map<String, String> headers) {
    static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    static Reply json(int status, String json) {
        return new Reply(status, JSON, json, Map.of());
    }

    static Reply text(String contentType, String text) {
        return new Reply(200, contentType, text, Map.of());
    }

    static Reply empty(int status) {
        return new Reply(status, "", "", Map.of());
    }

    static Reply of(Refusal refusal) {
        String json = Json.write(refusal.details());
        return new Reply(refusal.details().status(), PROBLEM, json, refusal.headers());
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, body, more);
    }
}
