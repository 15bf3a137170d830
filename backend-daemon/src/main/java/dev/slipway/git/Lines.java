package dev.slipway.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the lines that a script says, in bounds, as what says them may be hostile. Reads no byte beyond a line, so
/// that a pack may follow.
final class Lines {
    private static final int MAX_LENGTH = 8 * 1024;
    private static final int MAX_LINES = 5_000;

    private final InputStream in;

    Lines(InputStream in) {
        this.in = in;
    }

    /// All lines up to the one that is `last`, without it, or up to the end of the stream.
    List<String> until(String last) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Optional<String> line = next(); line.isPresent(); line = next()) {
            if (line.get().equals(last)) {
                return lines;
            }
            if (lines.size() >= MAX_LINES) {
                throw new IOException("git said more than " + MAX_LINES + " lines");
            }
            lines.add(line.get());
        }
        return lines;
    }

    private Optional<String> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return line.size() == 0 ? Optional.empty() : Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            if (line.size() >= MAX_LENGTH) {
                throw new IOException("git said a line of more than " + MAX_LENGTH + " bytes");
            }
            line.write(c);
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    /// What follows `word` and a space in the lines that begin so.
    static List<String> of(List<String> lines, String word) {
        String start = word + " ";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> plain(line.substring(start.length())))
                .toList();
    }

    static Optional<String> one(List<String> lines, String word) {
        return of(lines, word).stream().filter(text -> !text.isBlank()).findFirst();
    }

    /// The text without control characters other than the end of a line, for people to read.
    static String plain(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? '\ufffd' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
