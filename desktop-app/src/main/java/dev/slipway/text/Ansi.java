package dev.slipway.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads terminal output: colours and weights of ECMA-48 (SGR) become spans, a carriage return overwrites its line,
/// and
/// all other control sequences vanish.
public final class Ansi {
    private static final Pattern SEQUENCE = Pattern.compile(
            "\u001b\\[([0-?]*)[ -/]*([@-~])|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|\u001b[@-Z\\\\^_]|[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1a\\x1c-\\x1f]");
    private static final int[] STEPS = {0, 95, 135, 175, 215, 255};

    private final List<Span> spans = new ArrayList<>();
    private String colour = "";
    private String fill = "";
    private boolean bold;
    private boolean faint;

    private Ansi() {}

    public static List<Span> spans(String text) {
        Ansi ansi = new Ansi();
        ansi.read(overwrite(text));
        return ansi.spans;
    }

    /// The text alone.
    public static String plain(String text) {
        return SEQUENCE.matcher(overwrite(text)).replaceAll("");
    }

    private static String overwrite(String text) {
        String unix = text.replace("\r\n", "\n");
        if (unix.indexOf('\r') < 0) {
            return unix;
        }
        StringBuilder kept = new StringBuilder();
        for (String line : unix.split("\n", -1)) {
            String trimmed = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            kept.append(trimmed, trimmed.lastIndexOf('\r') + 1, trimmed.length())
                    .append('\n');
        }
        kept.setLength(kept.length() - 1);
        return kept.toString();
    }

    private void read(String text) {
        Matcher matcher = SEQUENCE.matcher(text);
        int from = 0;
        while (matcher.find()) {
            add(text.substring(from, matcher.start()));
            if ("m".equals(matcher.group(2))) {
                style(matcher.group(1));
            }
            from = matcher.end();
        }
        add(text.substring(from));
    }

    private void add(String text) {
        if (text.isEmpty()) {
            return;
        }
        List<String> styles = new ArrayList<>();
        if (!colour.isEmpty()) {
            styles.add(colour);
        }
        if (bold) {
            styles.add("ansi-bold");
        }
        if (faint) {
            styles.add("ansi-faint");
        }
        spans.add(new Span(text, styles, fill, ""));
    }

    private void style(String parameters) {
        String[] codes = parameters.split("[;:]", -1);
        for (int i = 0; i < codes.length; i++) {
            int code = number(codes[i]);
            if (code == 0) {
                reset();
            } else if (code == 1) {
                bold = true;
            } else if (code == 2) {
                faint = true;
            } else if (code == 22) {
                bold = false;
                faint = false;
            } else if (code == 39) {
                colour("", "");
            } else if (code >= 30 && code <= 37) {
                colour("ansi-" + (code - 30), "");
            } else if (code >= 90 && code <= 97) {
                colour("ansi-" + (code - 82), "");
            } else if (code == 38 || code == 48) {
                i += extended(codes, i, code == 38);
            }
        }
    }

    /// Returns how many codes it took beside the first.
    private int extended(String[] codes, int at, boolean foreground) {
        int kind = at + 1 < codes.length ? number(codes[at + 1]) : 0;
        if (kind == 5 && at + 2 < codes.length) {
            if (foreground) {
                indexed(number(codes[at + 2]));
            }
            return 2;
        }
        if (kind == 2 && at + 4 < codes.length) {
            if (foreground) {
                colour("", rgb(number(codes[at + 2]), number(codes[at + 3]), number(codes[at + 4])));
            }
            return 4;
        }
        return codes.length;
    }

    private void indexed(int index) {
        if (index < 16) {
            colour("ansi-" + index, "");
        } else if (index < 232) {
            int cube = index - 16;
            colour("", rgb(STEPS[cube / 36], STEPS[cube / 6 % 6], STEPS[cube % 6]));
        } else {
            int grey = 8 + (index - 232) * 10;
            colour("", rgb(grey, grey, grey));
        }
    }

    private void reset() {
        colour("", "");
        bold = false;
        faint = false;
    }

    private void colour(String name, String own) {
        colour = name;
        fill = own;
    }

    private static String rgb(int red, int green, int blue) {
        return "rgb(" + (red & 255) + "," + (green & 255) + "," + (blue & 255) + ")";
    }

    private static int number(String text) {
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    }
}
