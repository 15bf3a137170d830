package dev.slipway.model.code;

import dev.slipway.model.TextValue;
import java.util.Locale;
import java.util.regex.Pattern;

/// A repository's short name on this daemon, such as `web-shop`; also the name of its directory and the last part of
/// its clone URL.
public record RepositoryId(String value) implements TextValue {
    private static final Pattern RULE = Pattern.compile("[a-z0-9](?:[a-z0-9_-]|\\.(?!\\.)){0,98}[a-z0-9]|[a-z0-9]");

    public RepositoryId {
        String rule = "1 to 100 lower-case letters, digits, dots, hyphens or underscores, beginning and ending"
                + " with a letter or digit, and not ending in .git";
        TextValue.check("repository id", value, RULE, rule);
        if (value.endsWith(".git") || value.endsWith(".lock")) {
            throw TextValue.malformed("repository id", value, rule);
        }
    }

    /// A repository id made from the last part of a path or URL, such as `Web Shop.git` -> `web-shop`.
    public static RepositoryId fromLocation(String location) {
        String last = location.replaceAll("[/\\\\]+$", "").replaceAll("^.*[/\\\\:]", "");
        String slug = last.toLowerCase(Locale.ROOT)
                .replaceAll("\\.git$", "")
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("\\.{2,}", ".")
                .replaceAll("^[^a-z0-9]+", "");
        slug = slug.substring(0, Math.min(slug.length(), 100)).replaceAll("[^a-z0-9]+$", "");
        return new RepositoryId(slug.isEmpty() ? "repository" : slug);
    }
}
