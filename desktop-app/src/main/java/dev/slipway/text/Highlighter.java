package dev.slipway.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Colours source code by what its words look like: comments, strings, numbers, keywords, names that are called. One
/// pattern serves all languages; what differs is how a comment begins and which words are keywords.
public final class Highlighter {
    private static final int LONGEST = 60_000;
    private static final Set<String> KEYWORDS =
            Set.of(("abstract and as assert async await bool boolean break byte case catch char class const continue"
                            + " def default defer del do done double elif else end enum esac except export extends extern"
                            + " false fi final finally float fn for from func function go goto if impl implements import"
                            + " in instanceof int interface is lambda let long loop map match mod module mut namespace new"
                            + " nil not null None or override package pass permits private protected pub public raise"
                            + " record return sealed select self Self short sizeof static string struct super switch"
                            + " then this throw throws trait True False true try type typedef typeof union unsafe use using"
                            + " val var void volatile when where while with yield")
                    .split(" ", -1));
    private static final Set<String> SQL = Set.of(
            ("select from where insert into values update set delete create table index view join left right inner outer on"
                            + " group by order having limit as and or not null primary key unique references begin commit")
                    .split(" ", -1));
    private static final String STRING =
            "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'|`(?:\\\\.|[^`\\\\])*`";
    private static final String REST = "|(?<string>" + STRING + ")|(?<number>\\b\\d[\\w.]*\\b)|(?<note>@\\w+)"
            + "|(?<call>\\b[A-Za-z_]\\w*(?=\\())|(?<word>\\b[A-Za-z_]\\w*\\b)";
    private static final Pattern SLASHES = Pattern.compile("(?<comment>//[^\\n]*|/\\*[\\s\\S]*?\\*/)" + REST);
    private static final Pattern HASHES = Pattern.compile("(?<comment>(?<=^|\\s)#[^\\n]*)" + REST, Pattern.MULTILINE);
    private static final Pattern DASHES = Pattern.compile("(?<comment>--[^\\n]*)" + REST);
    private static final Map<String, Pattern> BY_LANGUAGE = Map.ofEntries(
            Map.entry("python", HASHES),
            Map.entry("py", HASHES),
            Map.entry("sh", HASHES),
            Map.entry("bash", HASHES),
            Map.entry("shell", HASHES),
            Map.entry("yaml", HASHES),
            Map.entry("yml", HASHES),
            Map.entry("toml", HASHES),
            Map.entry("ruby", HASHES),
            Map.entry("rb", HASHES),
            Map.entry("dockerfile", HASHES),
            Map.entry("properties", HASHES),
            Map.entry("sql", DASHES),
            Map.entry("lua", DASHES));
    private static final Set<String> PLAIN = Set.of("", "text", "txt", "md", "markdown", "diff", "console", "log");

    private Highlighter() {}

    /// @param language as a code fence or a file's ending names it
    public static List<Span> spans(String code, String language) {
        String name = language.toLowerCase(Locale.ROOT);
        if (PLAIN.contains(name) || code.length() > LONGEST) {
            return List.of(Span.of(code));
        }
        Set<String> keywords = name.equals("sql") ? SQL : KEYWORDS;
        List<Span> spans = new ArrayList<>();
        Matcher matcher = BY_LANGUAGE.getOrDefault(name, SLASHES).matcher(code);
        int from = 0;
        while (matcher.find()) {
            String style = style(matcher, keywords);
            if (!style.isEmpty()) {
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

    private static String style(Matcher matcher, Set<String> keywords) {
        if (matcher.group("comment") != null) {
            return "code-comment";
        }
        if (matcher.group("string") != null) {
            return "code-string";
        }
        if (matcher.group("number") != null) {
            return "code-number";
        }
        if (matcher.group("note") != null) {
            return "code-note";
        }
        boolean sql = keywords.equals(SQL);
        if (keywords.contains(sql ? matcher.group().toLowerCase(Locale.ROOT) : matcher.group())) {
            return "code-keyword";
        }
        if (matcher.group("call") != null) {
            return "code-call";
        }
        return Character.isUpperCase(matcher.group().charAt(0)) ? "code-type" : "";
    }
}
