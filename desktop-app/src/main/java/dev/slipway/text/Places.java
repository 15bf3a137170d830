package dev.slipway.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds `path:line` in a text and makes it a link, whose target is `place:path:line`.
public final class Places {
    public static final String SCHEME = "place:";

    private static final Pattern PLACE = Pattern.compile(
            "(?<![\\w/.:@-])((?:[\\w@.-]{1,80}/){0,20}[\\w@-][\\w@.-]{0,80}\\.([A-Za-z]\\w{0,9})):(\\d{1,6})\\b");
    private static final Set<String> ENDINGS = Set.of(
            ("java kt kts groovy scala js jsx ts tsx mjs py go rs c h cc cpp hpp cs rb php sh sql html css scss vue"
                            + " xml json yaml yml toml md gradle properties swift dart lua")
                    .split(" ", -1));

    private Places() {}

    static List<Span> linked(List<Span> spans) {
        List<Span> all = new ArrayList<>(spans.size());
        for (Span span : spans) {
            if (span.target().isEmpty() && span.text().indexOf(':') > 0) {
                split(span, all);
            } else {
                all.add(span);
            }
        }
        return all;
    }

    private static void split(Span span, List<Span> into) {
        String text = span.text();
        Matcher matcher = PLACE.matcher(text);
        int from = 0;
        while (matcher.find()) {
            boolean file = ENDINGS.contains(matcher.group(2).toLowerCase(Locale.ROOT));
            if (!file || matcher.group(1).startsWith("..")) {
                continue;
            }
            if (matcher.start() > from) {
                into.add(new Span(text.substring(from, matcher.start()), span.styles(), span.fill(), ""));
            }
            List<String> styles = new ArrayList<>(span.styles());
            styles.add("place-link");
            into.add(new Span(matcher.group(), styles, span.fill(), SCHEME + matcher.group()));
            from = matcher.end();
        }
        if (from < text.length()) {
            into.add(from == 0 ? span : new Span(text.substring(from), span.styles(), span.fill(), ""));
        }
    }
}
