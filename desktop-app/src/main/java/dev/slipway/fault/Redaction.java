package dev.slipway.fault;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes out of a text what must not leave this computer: secrets by their value, by their look and by the name in
/// front of them, and the person's own folder. It rather takes too much than too little.
final class Redaction {
    private static final String GONE = "[redacted]";
    private static final int SHORTEST = 6;

    /// What looks like a secret wherever it stands. Prefixes as their issuers document them.
    private static final List<Pattern> LOOKS = List.of(
            Pattern.compile("-----BEGIN [A-Z0-9 ]+-----.*?(-----END [A-Z0-9 ]+-----|\\z)", Pattern.DOTALL),
            Pattern.compile("(?<=\\b[Bb]earer |\\b[Bb]asic )[A-Za-z0-9._~+/=-]{6,}"),
            Pattern.compile("\\bslipway_[A-Za-z0-9_-]{6,}"),
            Pattern.compile("\\b(sk|pk|rk)[-_][A-Za-z0-9_-]{12,}"),
            Pattern.compile("\\b(gh[pousr]_|github_pat_|glpat-|xox[a-z]-|xapp-|npm_|AIza)[A-Za-z0-9_-]{10,}"),
            Pattern.compile("\\b(AKIA|ASIA)[0-9A-Z]{12,}"),
            Pattern.compile("\\beyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]{6,}(\\.[A-Za-z0-9_-]*)?"),
            Pattern.compile("(?<=://)[^/\\s@\"']+(?=@)"));

    /// A name that says that a secret follows.
    private static final Pattern NAMED = Pattern.compile(
            "(?i)([\\w.-]*(?:token|secret|passw(?:or)?d|passphrase|api[_-]?key|private[_-]?key|authorization|cookie|credential)"
                    + "[\\w.-]*[\"']?\\s*[:=]\\s*)(\"[^\"]*\"|'[^']*'|[^\\s,;&)}\\]]+)");

    private final Collection<String> known;
    private final String home;

    /// @param known secrets that this program holds
    /// @param home  the person's folder, whose name is often theirs
    Redaction(Collection<String> known, String home) {
        this.known = List.copyOf(known);
        this.home = home;
    }

    String apply(String text) {
        String clean = text;
        for (String secret : known) {
            if (secret.length() >= SHORTEST) {
                clean = clean.replace(secret, GONE);
            }
        }
        for (Pattern look : LOOKS) {
            clean = look.matcher(clean).replaceAll(GONE);
        }
        clean = NAMED.matcher(clean).replaceAll(match -> Matcher.quoteReplacement(match.group(1) + GONE));
        return home.length() > 1 ? clean.replace(home, "~") : clean;
    }
}
