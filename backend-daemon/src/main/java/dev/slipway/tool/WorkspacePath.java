package dev.slipway.tool;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// A path that a model named, made safe: inside the work tree, without surprises.
/// @param relative to the work tree, with `/` between names; empty for the work tree itself
record WorkspacePath(String relative) {
    /// Where the work tree is in every sandbox.
    static final String ROOT = "/workspace";

    private static final int LONGEST = 4096;

    /// Understands `src/A.java`, `./src/A.java` and `/workspace/src/A.java`.
    static WorkspacePath of(String path) throws BadArgumentsException {
        String shown = show(path);
        if (path.isBlank()) {
            throw new BadArgumentsException("The path is empty. Paths are relative to " + ROOT + ".");
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw new BadArgumentsException("The path " + shown
                    + " has control characters (NUL, a line break or the like). Use the shell tool for such a file.");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(path) || path.contains("�")) {
            throw new BadArgumentsException("The path " + shown
                    + " is not valid UTF-8. Use the shell tool for such a file, for example with a wildcard.");
        }
        if (path.length() > LONGEST) {
            throw new BadArgumentsException("The path is longer than " + LONGEST + " characters.");
        }
        String inside = path;
        if (path.startsWith("/")) {
            if (!path.equals(ROOT) && !path.startsWith(ROOT + "/")) {
                throw outside(shown);
            }
            inside = path.substring(ROOT.length());
        }
        Deque<String> names = new ArrayDeque<>();
        for (String name : inside.split("/", -1)) {
            switch (name) {
                case "", "." -> {}
                case ".." -> {
                    if (names.pollLast() == null) {
                        throw outside(shown);
                    }
                }
                default -> names.addLast(name);
            }
        }
        return new WorkspacePath(String.join("/", names));
    }

    /// As the sandbox sees it.
    String absolute() {
        return relative.isEmpty() ? ROOT : ROOT + "/" + relative;
    }

    /// For people and models.
    String name() {
        return relative.isEmpty() ? ROOT : relative;
    }

    /// A path from anywhere, fit for one line.
    static String show(String path) {
        String clean = path.replaceAll("\\p{Cntrl}", "�");
        return "\"" + (clean.length() <= 200 ? clean : clean.substring(0, 200) + "…") + "\"";
    }

    private static BadArgumentsException outside(String shown) {
        return new BadArgumentsException("The path " + shown + " is outside the work tree " + ROOT
                + ". Paths are relative to it; for other files of the sandbox use the shell tool.");
    }
}
