package dev.slipway.code;

import dev.slipway.model.code.FileChange;
import dev.slipway.model.code.FileContent;
import dev.slipway.text.DiffLine;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The open file of a change, as far as it is known by now.
/// @param diff   empty while it must be computed of whole files that are still coming
/// @param before what was there, when it was asked for
/// @param after  what is there now, likewise
record FileView(FileChange change, Optional<FileDiff> diff, Optional<FileContent> before, Optional<FileContent> after) {
    static FileView of(FileChange change) {
        return new FileView(change, change.patch().map(FileDiff::ofPatch), Optional.empty(), Optional.empty());
    }

    /// A file that the change leaves as it is.
    static FileView unchanged(FileContent content) {
        FileChange change = new FileChange(
                content.path(),
                Optional.empty(),
                FileChange.Kind.MODIFIED,
                0,
                0,
                content.base64().isPresent(),
                Optional.of(""));
        List<String> text = content.text().map(FileView::lines).orElse(List.of());
        List<DiffLine> lines = IntStream.range(0, text.size())
                .mapToObj(at -> new DiffLine(DiffLine.Kind.SAME, at + 1, at + 1, text.get(at)))
                .toList();
        return new FileView(
                change,
                Optional.of(new FileDiff(lines, Optional.empty(), Optional.empty())),
                Optional.empty(),
                Optional.of(content));
    }

    /// Whether the change leaves this file as it is.
    boolean unchanged() {
        return change.kind() == FileChange.Kind.MODIFIED
                && change.patch().filter(String::isEmpty).isPresent();
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
