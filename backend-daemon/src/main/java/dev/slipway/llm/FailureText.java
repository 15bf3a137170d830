package dev.slipway.llm;

import dev.slipway.model.problem.Problem;
import java.util.regex.Pattern;

/// Turns what a provider wrote into words that may be shown, logged and journaled.
final class FailureText {
    private static final int SHOWN = 600;
    private static final Pattern SECRET =
            Pattern.compile("(?i)\\b(sk-[\\w*.\\-]{6,}|bearer\\s+[\\w.\\-~+/=*]{6,}|AIza[\\w\\-]{20,})");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n]]+");

    private FailureText() {}

    static Problem of(ModelFailure failure, Problem.Kind kind, String code, String title, String remedy) {
        String said = failure.said().isBlank() ? "" : ": " + failure.said();
        return Problem.of(kind, code, title, failure.model() + said).withRemedy(remedy);
    }

    /// Blanks out whatever looks like a key (providers quote them in errors), and cuts to a readable length.
    static String presentable(String said) {
        String clean = CONTROL.matcher(said.strip()).replaceAll(" ");
        String blanked = SECRET.matcher(clean).replaceAll("[key]");
        return blanked.length() <= SHOWN ? blanked : blanked.substring(0, SHOWN) + "…";
    }
}
