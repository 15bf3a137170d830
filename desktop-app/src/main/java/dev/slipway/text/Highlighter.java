package dev.slipway.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;

/// Colours source code by what its words look like: comments, strings, numbers, keywords, names that are called. What
/// each language looks like is in [Language].
public final class Highlighter {
    private static final int LONGEST = 60_000;
    /// The style of each group that a pattern may have.
    private static final Map<String, String> STYLES = Map.of(
            "comment", "code-comment",
            "number", "code-number",
            "note", "code-note",
            "key", "code-key",
            "call", "code-call",
            "added", "code-added",
            "removed", "code-removed",
            "strong", "code-keyword");

    private static final List<String> GROUPS =
            List.of("comment", "key", "number", "note", "strong", "added", "removed", "call");

    private Highlighter() {}

    /// @param name as a code fence or a file's ending names the language
    public static List<Span> spans(String code, String name) {
        Language language = Language.named(name.toLowerCase(Locale.ROOT));
        if (language == Language.PLAIN || code.length() > LONGEST) {
            return List.of(Span.of(code));
        }
        List<Span> spans = new ArrayList<>();
        Matcher matcher = language.pattern().matcher(code);
        int from = 0;
        while (matcher.find()) {
            String style = style(matcher, language);
            if (!style.isEmpty() && matcher.end() > matcher.start()) {
                if (matcher.start() > from) {
                    spans.add(Span.of(code.substring(from, matcher.start())));
                }
                spans.add(Span.of(matcher.group(), style));
                from = matcher.end();
            }
        }
        if (from < code.length()) {
            spans.add(Span.of(code.substring(from)));
        }
        return spans;
    }

    private static String style(Matcher matcher, Language language) {
        Map<String, Integer> groups = matcher.namedGroups();
        if (language.isKeyword(matcher.group())) {
            return "code-keyword";
        }
        for (String group : GROUPS) {
            if (groups.containsKey(group) && matcher.group(group) != null) {
                return STYLES.getOrDefault(group, "");
            }
        }
        if (groups.containsKey("word") && matcher.group("word") != null) {
            return Character.isUpperCase(matcher.group().charAt(0)) ? "code-type" : "";
        }
        return "code-string";
    }
}
