package dev.slipway.text;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which links may be followed: those that lead to a page, a letter or a place in Slipway. All others are dead, as
/// whoever wrote them may mean harm.
final class Links {
    private static final Set<String> SCHEMES = Set.of("http", "https", "mailto", "slipway");

    private Links() {}

    static boolean alive(String target) {
        return uri(target)
                .map(URI::getScheme)
                .filter(scheme -> SCHEMES.contains(scheme.toLowerCase(Locale.ROOT)))
                .isPresent();
    }

    /// The host that a link really leads to, when its text looks like an address of another one.
    static Optional<String> otherHost(String text, String target) {
        Optional<String> shown = host(text.strip().contains("://") ? text.strip() : "https://" + text.strip());
        Optional<String> real = host(target);
        boolean looksLikeOne = shown.filter(
                        host -> host.contains(".") && !text.strip().contains(" "))
                .isPresent();
        return looksLikeOne && !shown.equals(real) ? real : Optional.empty();
    }

    private static Optional<String> host(String address) {
        return uri(address)
                .map(URI::getHost)
                .map(host -> host.toLowerCase(Locale.ROOT).replaceFirst("^www\\.", ""));
    }

    private static Optional<URI> uri(String address) {
        try {
            return Optional.of(URI.create(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
