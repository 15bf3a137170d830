package dev.slipway.agent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files that a person names in a prompt: `@src/Basket.java`, `@./Makefile`, `@"docs/my notes.md"`. A bare word
/// after an `@` is a file only if it has a directory or an ending, as `@alice` and `@Override` are none. Whether the
/// file exists is not asked, so that a journal always tells the same conversation.
final class Mentions {
    private static final int MOST = 50;
    private static final Pattern MENTION = Pattern.compile(
            "(?<![\\w@/.`])@(?:\"([^\"\\p{Cntrl}]{1,500})\"|([^\\s\"'`<>()\\[\\]{},;@\\p{Cntrl}]{1,500}))");
    private static final Pattern FILE = Pattern.compile(".*/.*|.*\\.[A-Za-z]\\w{0,15}");

    private Mentions() {}

    /// Relative to the root of the work tree, each once, in order.
    static List<String> of(String text) {
        Set<String> found = new LinkedHashSet<>();
        Matcher mention = MENTION.matcher(text);
        while (found.size() < MOST && mention.find()) {
            String quoted = mention.group(1);
            String path = quoted != null ? quoted : mention.group(2).replaceFirst("[.:!?…]+$", "");
            if (quoted != null || FILE.matcher(path).matches()) {
                String plain = path.replaceFirst("^(\\./)+", "");
                if (!plain.isEmpty()
                        && !plain.startsWith("/")
                        && !List.of(plain.split("/", -1)).contains("..")) {
                    found.add(plain);
                }
            }
        }
        return new ArrayList<>(found);
    }
}
