package dev.slipway.code;

import dev.slipway.model.code.FileChange;
import dev.slipway.model.code.FileContent;
import java.util.List;
import java.util.Optional;

/// The open file of a change, as far as it is known by now.
/// @param diff   empty while it must be computed of whole files that are still coming
/// @param before what was there, when it was asked for
/// @param after  what is there now, likewise
record FileView(FileChange change, Optional<FileDiff> diff, Optional<FileContent> before, Optional<FileContent> after) {
    static FileView of(FileChange change) {
        return new FileView(change, change.patch().map(FileDiff::ofPatch), Optional.empty(), Optional.empty());
    }

    /// The lines of now, when they are known.
    Optional<List<String>> whole() {
        return after.flatMap(FileContent::text).map(FileView::lines);
    }

    static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : text.lines().toList();
    }

    /// Whether a picture can be shown instead of lines.
    boolean picture() {
        return change.path().toLowerCase(java.util.Locale.ROOT).matches(".*\\.(png|jpe?g|gif|bmp)");
    }

    /// Whether whole files must come before anything can be shown.
    boolean wantsWhole() {
        return picture() || (change.patch().isEmpty() && !change.binary());
    }
}
