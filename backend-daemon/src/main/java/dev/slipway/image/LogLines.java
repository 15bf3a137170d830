package dev.slipway.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Reads a program's output line by line, as a person at a terminal would see it in the end: of a line that is
/// drawn again and again (by carriage returns) only what it was last. What is too long of a line is dropped.
final class LogLines {
    private static final int LONGEST = 8_192;
    /// What colours a terminal and moves its cursor (ECMA-48, section 5.4), and titles of windows.
    private static final Pattern ESCAPES =
            Pattern.compile("\u001b(?:\\[[0-?]*[ -/]*[@-~]|][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[@-Z\\\\^_])");

    private final Masking masking;
    private final Consumer<String> lines;
    private final StringBuilder line = new StringBuilder();
    private boolean returned;

    LogLines(Masking masking, Consumer<String> lines) {
        this.masking = masking;
        this.lines = lines;
    }

    void read(InputStream in) throws IOException {
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
        char[] buffer = new char[8_192];
        for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
            for (int i = 0; i < n; i++) {
                take(buffer[i]);
            }
        }
        if (!line.isEmpty()) {
            end();
        }
    }

    private void take(char next) {
        if (next == '\n') {
            end();
            return;
        }
        if (next == '\r') {
            returned = true;
            return;
        }
        if (returned) {
            line.setLength(0);
            returned = false;
        }
        // A secret that begins before the cut must be whole, so that it is found.
        if (line.length() < LONGEST + masking.longest()) {
            line.append(next);
        }
    }

    private void end() {
        String whole = masking.mask(ESCAPES.matcher(line).replaceAll(""));
        lines.accept(whole.length() > LONGEST ? whole.substring(0, LONGEST) + "…" : whole);
        line.setLength(0);
        returned = false;
    }
}
