package dev.slipway.llm;

import java.util.regex.Pattern;

/// Where a provider answers. People write base URLs with and without `/v1`; the SDKs each insist on their own
/// way.
public final class BaseUrls {
    private static final Pattern VERSION = Pattern.compile("/v1/*$");
    private static final Pattern SLASHES = Pattern.compile("/+$");

    private BaseUrls() {}

    /// Without a slash at the end; for Anthropic without `/v1`, for OpenAI as it is written.
    public static String of(Provider provider) {
        String url = SLASHES.matcher(provider.baseUrl().orElseGet(() -> standard(provider.kind())))
                .replaceFirst("");
        return provider.kind() == Provider.Kind.ANTHROPIC ? VERSION.matcher(url).replaceFirst("") : url;
    }

    private static String standard(Provider.Kind kind) {
        return switch (kind) {
            case ANTHROPIC -> "https://api.anthropic.com";
            case OPENAI_RESPONSES, OPENAI_CHAT -> "https://api.openai.com/v1";
            case REHEARSAL -> "";
        };
    }
}
