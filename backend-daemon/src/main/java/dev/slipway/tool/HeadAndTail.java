package dev.slipway.tool;

/// Keeps the beginning and the end of a text of any length.
final class HeadAndTail {
    private final int half;
    private final StringBuilder head = new StringBuilder();
    private final char[] tail;
    private long length;

    /// @param limit characters to keep
    HeadAndTail(int limit) {
        half = limit / 2;
        tail = new char[half];
    }

    void add(String text) {
        int start = Math.min(text.length(), half - head.length());
        head.append(text, 0, start);
        int rest = text.length() - start;
        int kept = Math.min(rest, half);
        long at = length + text.length() - kept;
        for (int i = text.length() - kept; i < text.length(); i++, at++) {
            tail[(int) (at % half)] = text.charAt(i);
        }
        length += text.length();
    }

    boolean cut() {
        return length > head.length() + (long) half;
    }

    /// How many characters are missing in the middle.
    long missing() {
        return cut() ? length - head.length() - half : 0;
    }

    /// @param gap stands for what is missing, on a line of its own
    String text(String gap) {
        int kept = (int) Math.min(length - head.length(), half);
        StringBuilder end = new StringBuilder(kept);
        for (long at = length - kept; at < length; at++) {
            end.append(tail[(int) (at % half)]);
        }
        if (!cut()) {
            return head.toString() + end;
        }
        int firstBreak = end.indexOf("\n");
        int lastBreak = head.lastIndexOf("\n");
        boolean lines = firstBreak >= 0 && firstBreak < half / 2 && lastBreak > half / 2;
        return lines
                ? head.substring(0, lastBreak + 1) + gap + end.substring(firstBreak)
                : head + "\n" + gap + "\n" + end;
    }
}
