package dev.slipway.code;

import dev.slipway.model.code.FileChange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.beans.property.LongProperty;
import javafx.beans.property.SimpleLongProperty;

/// Which files a person has looked at, each as it was then: a file that changes is to be looked at again.
final class Viewed {
    private static final String KEPT = "viewed";

    private final Shelf shelf;
    private final Map<String, String> marks = new LinkedHashMap<>();
    private final LongProperty version = new SimpleLongProperty();

    Viewed(Shelf shelf) {
        this.shelf = shelf;
        shelf.read(KEPT)
                .ifPresent(text -> text.lines().forEach(line -> {
                    int space = line.indexOf(' ');
                    if (space > 0) {
                        marks.put(line.substring(space + 1), line.substring(0, space));
                    }
                }));
    }

    boolean holds(FileChange change) {
        return fingerprint(change).equals(marks.get(change.path()));
    }

    void mark(FileChange change, boolean seen) {
        if (seen) {
            marks.put(change.path(), fingerprint(change));
        } else {
            marks.remove(change.path());
        }
        shelf.write(
                KEPT,
                marks.entrySet().stream()
                        .map(mark -> mark.getValue() + " " + mark.getKey())
                        .collect(Collectors.joining("\n")));
        version.set(version.get() + 1);
    }

    /// Grows with each mark.
    LongProperty version() {
        return version;
    }

    private static String fingerprint(FileChange change) {
        String counts = change.kind() + "." + change.additions() + "." + change.deletions() + ".";
        // The `index` line of a patch names both contents.
        return counts
                + change.patch()
                        .map(patch -> Integer.toHexString(patch.hashCode()))
                        .orElse("none");
    }
}
