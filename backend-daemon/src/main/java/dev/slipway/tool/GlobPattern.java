package dev.slipway.tool;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A pattern for paths, as shells and editors know it.
final class GlobPattern implements Predicate<String> {
    private static final int LONGEST = 500;
    private static final int MOST_STARS = 16;

    private final Pattern regex;

    private GlobPattern(Pattern regex) {
        this.regex = regex;
    }

    /// A pattern without a slash matches the name in any directory.
    static GlobPattern of(String glob) throws BadArgumentsException {
        String pattern = glob.startsWith("./") ? glob.substring(2) : glob;
        if (pattern.isBlank()
                || pattern.length() > LONGEST
                || pattern.chars().filter(c -> c == '*').count() > MOST_STARS
                || pattern.chars().anyMatch(Character::isISOControl)) {
            throw new BadArgumentsException("A pattern has 1 to " + LONGEST + " characters on one line, with at most "
                    + MOST_STARS + " stars.");
        }
        String whole = pattern.contains("/") ? pattern : "**/" + pattern;
        try {
            return new GlobPattern(Pattern.compile(regex(whole.replaceAll("(\\*\\*/)+", "**/"))));
        } catch (PatternSyntaxException malformed) {
            throw new BadArgumentsException(
                    "The pattern " + WorkspacePath.show(glob) + " is malformed: look at its brackets and braces.");
        }
    }

    @Override
    public boolean test(String path) {
        return regex.matcher(path).matches();
    }

    private static String regex(String glob) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    if (glob.startsWith("**/", i)) {
                        out.append("(?:.*/)?");
                        i += 2;
                    } else if (glob.startsWith("**", i)) {
                        out.append(".*");
                        i++;
                    } else {
                        out.append("[^/]*");
                    }
                }
                case '?' -> out.append("[^/]");
                case '[' -> {
                    int end = glob.indexOf(']', i + 2);
                    if (end < 0) {
                        out.append("\\[");
                    } else {
                        String inside = glob.substring(i + 1, end)
                                .replace("\\", "\\\\")
                                .replace("[", "\\[")
                                .replace("&", "\\&");
                        out.append('[')
                                .append(inside.startsWith("!") ? "^/" + inside.substring(1) : inside)
                                .append(']');
                        i = end;
                    }
                }
                case '{' -> {
                    depth++;
                    out.append("(?:");
                }
                case '}' -> {
                    out.append(depth > 0 ? ")" : "\\}");
                    depth = Math.max(0, depth - 1);
                }
                case ',' -> out.append(depth > 0 ? "|" : ",");
                case '\\' -> {
                    i = Math.min(i + 1, glob.length() - 1);
                    out.append(Pattern.quote(String.valueOf(glob.charAt(i))));
                }
                default -> out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return out.toString();
    }
}
