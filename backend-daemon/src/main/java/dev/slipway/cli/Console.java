package dev.slipway.cli;

import dev.slipway.model.problem.Problem;
import java.io.PrintStream;
import java.util.List;

/// What a person sees. Everything that comes from elsewhere must have gone through [SafeText] before.
final class Console {
    private static final int PLAIN_WIDTH = 100;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean colours;
    private final boolean live;
    private final int width;
    private boolean lineBegun;
    private boolean statusShown;

    /// @param colours whether to use them
    /// @param live    whether a line may be written over, as on a terminal
    Console(PrintStream out, PrintStream err, boolean colours, boolean live, int width) {
        this.out = out;
        this.err = err;
        this.colours = colours;
        this.live = live;
        this.width = width;
    }

    static Console of(Surroundings surroundings, boolean plain) {
        boolean colours = !plain
                && surroundings.variable("NO_COLOR").isEmpty()
                && (surroundings.terminal()
                        || surroundings.variable("CLICOLOR_FORCE").isPresent())
                && !surroundings.variable("TERM").orElse("").equals("dumb");
        int width = surroundings
                .variable("COLUMNS")
                .filter(text -> text.matches("[1-9][0-9]{1,3}"))
                .map(Integer::valueOf)
                .orElse(surroundings.terminal() ? 80 : PLAIN_WIDTH);
        return new Console(surroundings.out(), surroundings.err(), colours, colours && surroundings.terminal(), width);
    }

    boolean colours() {
        return colours;
    }

    int width() {
        return width;
    }

    /// Text that goes on: no line end is added.
    void print(String text) {
        if (text.isEmpty()) {
            return;
        }
        clearStatus();
        out.print(text);
        out.flush();
        lineBegun = !text.endsWith("\n") && !text.endsWith("\n\u001b[0m");
    }

    /// A line of its own, whatever was printed before.
    void line(String text) {
        endLine();
        clearStatus();
        out.println(text);
        out.flush();
    }

    void endLine() {
        if (lineBegun) {
            print("\n");
        }
    }

    /// What goes on just now: on a terminal one line that the next output replaces, elsewhere nothing.
    void status(String text) {
        if (live && !lineBegun) {
            out.print("\r\u001b[K" + dim(SafeText.line(text, width - 1)));
            out.flush();
            statusShown = true;
        }
    }

    private void clearStatus() {
        if (statusShown) {
            out.print("\r\u001b[K");
            statusShown = false;
        }
    }

    /// For a person beside the output proper, so that a pipe gets only the latter.
    void aside(String text) {
        endLine();
        clearStatus();
        out.flush();
        err.println(text);
        err.flush();
    }

    /// What happened, the particulars, what to do.
    void problem(Problem problem) {
        aside(red(SafeText.of(problem.title(), false)));
        for (String line : SafeText.of(problem.detail(), false).split("\n", -1)) {
            aside("  " + line);
        }
        problem.remedy().ifPresent(remedy -> aside("  " + bold("What to do: ") + SafeText.of(remedy, false)));
    }

    /// Columns as wide as their widest cell; the last one is not padded. Cells may be coloured.
    void table(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], visible(row.get(i)));
            }
        }
        for (List<String> row : rows) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                text.append(row.get(i));
                if (i < row.size() - 1) {
                    text.repeat(' ', widths[i] - visible(row.get(i)) + 2);
                }
            }
            line(text.toString().stripTrailing());
        }
    }

    private static int visible(String cell) {
        return cell.replaceAll("\u001b\\[[0-9;]*m", "").length();
    }

    String bold(String text) {
        return styled("1", text);
    }

    String dim(String text) {
        return styled("2", text);
    }

    String red(String text) {
        return styled("31", text);
    }

    String green(String text) {
        return styled("32", text);
    }

    String yellow(String text) {
        return styled("33", text);
    }

    String cyan(String text) {
        return styled("36", text);
    }

    private String styled(String code, String text) {
        return colours && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
