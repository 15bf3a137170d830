package dev.slipway.llm.openai;

import dev.slipway.llm.CallOptions.Effort;
import java.util.Locale;
import java.util.regex.Pattern;

/// Which of OpenAI's models reason, and what they call the ends of their scale; by
/// <https://developers.openai.com/api/docs/models>, as of November 2026.
final class Reasoners {
    private static final Pattern REASONS = Pattern.compile("(o\\d|gpt-[5-9]|gpt-\\d\\d|codex).*");
    private static final Pattern FIRST = Pattern.compile("(o\\d|codex).*");
    private static final Pattern GPT_5 = Pattern.compile("gpt-5(-.*)?");
    private static final Pattern KNOWS_MAX = Pattern.compile("gpt-(5\\.[6-9]|[6-9]).*");

    private Reasoners() {}

    static boolean reasons(String model) {
        return REASONS.matcher(model).matches();
    }

    static String effort(String model, Effort effort) {
        return switch (effort) {
            case OFF -> {
                if (FIRST.matcher(model).matches()) {
                    yield "low";
                }
                yield GPT_5.matcher(model).matches() ? "minimal" : "none";
            }
            case MAX -> KNOWS_MAX.matcher(model).matches() ? "max" : "high";
            default -> effort.name().toLowerCase(Locale.ROOT);
        };
    }
}
