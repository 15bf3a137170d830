package dev.slipway.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Markdown file that defines a command: perhaps some `key: value` lines between two lines of `---`, then the text.
/// @param description what its author says of it, else its first line
/// @param arguments   what it takes, in its author's words
/// @param text        without the lines at its head
record CommandFile(String description, Optional<String> arguments, String text) {
    private static final int LONGEST = 200;
    private static final Pattern HEAD =
            Pattern.compile("\\A\ufeff?---[ \\t]*\\R(.*?)^---[ \\t]*(?:\\R|\\z)", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern PAIR = Pattern.compile("^([A-Za-z][\\w-]*):[ \\t]*(.*)$", Pattern.MULTILINE);

    static CommandFile of(String file) {
        Matcher head = HEAD.matcher(file);
        Map<String, String> said = new HashMap<>();
        String text = file;
        if (head.find()) {
            Matcher pair = PAIR.matcher(head.group(1));
            while (pair.find()) {
                said.put(pair.group(1), shown(pair.group(2).replaceAll("^([\"'])(.*)\\1\\s*$", "$2")));
            }
            text = file.substring(head.end());
        }
        String first = text.lines()
                .map(line -> shown(line.replaceFirst("^\\s*[#>*-]*\\s*", "")))
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
        String description = said.getOrDefault("description", "");
        return new CommandFile(
                description.isEmpty() ? first : description,
                Optional.ofNullable(said.get("argument-hint")).filter(hint -> !hint.isEmpty()),
                text.strip());
    }

    /// One line for a list: the file's author may be anyone.
    private static String shown(String text) {
        String plain = text.replaceAll(Attachments.UNSEEN, " ").strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST - 1) + "…";
    }
}
