package dev.slipway.image;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Keeps secrets out of a build's log: each is shown as `***`, also where it stands in base 64 or as a part of
/// a URL, and each long line of one that has several.
final class Masking {
    static final String MASK = "***";
    private static final int SHORTEST_LINE = 6;

    private final List<String> hidden;

    Masking(Collection<String> secrets) {
        NavigableSet<String> all = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (String secret : secrets) {
            all.add(secret);
            all.add(Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
            all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
            secret.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_LINE)
                    .forEach(all::add);
        }
        hidden = List.copyOf(all);
    }

    String mask(String line) {
        String masked = line;
        for (String secret : hidden) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    /// All that is masked, line by line.
    List<String> texts() {
        return hidden.stream()
                .flatMap(String::lines)
                .filter(line -> line.strip().length() >= SHORTEST_LINE)
                .distinct()
                .toList();
    }

    /// Characters of the longest text that is masked.
    int longest() {
        return hidden.isEmpty() ? 0 : hidden.getFirst().length();
    }
}
