package dev.slipway.cli;

import dev.slipway.model.code.Diff;
import dev.slipway.model.code.FileChange;
import java.util.ArrayList;
import java.util.List;

/// Prints a difference as git does: made safe and coloured on a terminal, else byte for byte, so that a pipe into
/// `git apply` takes it.
final class DiffView {
    private final Console console;
    private final boolean terminal;

    DiffView(Slipway slipway) {
        this.console = slipway.console();
        this.terminal = slipway.surroundings().terminal();
    }

    void print(Diff diff, boolean onlyStat) {
        if (onlyStat && !diff.files().isEmpty()) {
            stat(diff);
        } else {
            diff.files().forEach(this::file);
        }
        if (diff.files().isEmpty() && !diff.truncated()) {
            console.aside("No changes.");
        }
        if (diff.truncated()) {
            console.aside(console.yellow("This is not all of it: the difference is too large to show whole."));
        }
    }

    private void stat(Diff diff) {
        List<List<String>> rows = new ArrayList<>();
        for (FileChange file : diff.files()) {
            String name = file.oldPath()
                            .filter(old -> !old.equals(file.path()))
                            .map(old -> old + " → ")
                            .orElse("")
                    + file.path();
            String lines = file.binary()
                    ? "binary"
                    : console.green("+" + file.additions()) + " " + console.red("−" + file.deletions());
            rows.add(List.of(letter(file.kind()), SafeText.line(name, 160), lines));
        }
        console.table(rows);
        console.line(Wording.change(diff.stat()));
    }

    private void file(FileChange file) {
        if (file.patch().isEmpty()) {
            console.aside(console.dim(SafeText.line(file.path(), 160) + ": too large to show, +" + file.additions()
                    + " −" + file.deletions()));
            return;
        }
        if (!terminal) {
            console.print(file.patch().get());
            console.endLine();
            return;
        }
        for (String line :
                SafeText.of(file.patch().get(), false).stripTrailing().split("\n", -1)) {
            console.line(coloured(line));
        }
    }

    private String coloured(String line) {
        if (line.startsWith("diff --git") || line.startsWith("+++") || line.startsWith("---")) {
            return console.bold(line);
        }
        if (line.startsWith("@@")) {
            return console.cyan(line);
        }
        return line.startsWith("+") ? console.green(line) : line.startsWith("-") ? console.red(line) : line;
    }

    private static String letter(FileChange.Kind kind) {
        return switch (kind) {
            case ADDED -> "A";
            case MODIFIED -> "M";
            case DELETED -> "D";
            case RENAMED -> "R";
            case COPIED -> "C";
        };
    }
}
