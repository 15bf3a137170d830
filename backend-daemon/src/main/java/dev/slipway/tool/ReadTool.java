package dev.slipway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.event.Effect;
import dev.slipway.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Shows a file, or lines of it, or an image.
final class ReadTool extends DescribedTool {
    static final int LINES = 2_000;
    static final int LONGEST_LINE = 2_000;

    /// In bytes; providers refuse larger images.
    private static final int LARGEST_IMAGE = 3_700_000;

    ReadTool() {
        super("read", Effect.READS);
    }

    @Override
    String summarise(JsonNode arguments) {
        String path = arguments.path("path").asText();
        return arguments.has("offset")
                ? "Read " + path + " from line " + arguments.path("offset").asText()
                : "Read " + path;
    }

    @Override
    ToolResult act(Arguments arguments, ToolContext context) throws BadArgumentsException, InterruptedException {
        WorkspacePath path = WorkspacePath.of(arguments.text("path"));
        int from = arguments.number("offset", 1, Integer.MAX_VALUE).orElse(1);
        int count = arguments.number("limit", 1, LINES).orElse(LINES);
        Sandbox sandbox = context.sandbox().await(Effect.READS);
        WorkFiles files = new WorkFiles(sandbox);
        WorkFiles.Content content = files.read(path, from, count);
        if (content.size() == 0) {
            return ToolResult.succeeded(path.name() + " is empty.");
        }
        String image = imageKind(content.head());
        if (!image.isEmpty()) {
            return image(path, image, content, context, sandbox);
        }
        if (isBinary(content.head())) {
            return ToolResult.succeeded(path.name() + " is a binary file of " + content.size()
                    + " bytes and is not shown. Use the shell tool (file, xxd, strings) to look into it.");
        }
        return lines(path, content, from, count);
    }

    private static ToolResult image(
            WorkspacePath path, String kind, WorkFiles.Content content, ToolContext context, Sandbox sandbox)
            throws InterruptedException {
        if (content.size() > LARGEST_IMAGE) {
            return ToolResult.succeeded(path.name() + " is a " + kind + " image of " + content.size()
                    + " bytes, too large to be shown; make a smaller copy of it first.");
        }
        byte[] bytes = content.whole()
                ? content.head()
                : sandbox.files().read(path.relative(), 0, LARGEST_IMAGE).bytes();
        return ToolResult.succeeded(path.name() + ": " + kind + " image, " + bytes.length + " bytes.")
                .withImage(context.blobs().put(bytes));
    }

    private static ToolResult lines(WorkspacePath path, WorkFiles.Content content, int from, int count) {
        byte[] bytes = content.whole() ? content.head() : content.part();
        String text = new String(bytes, StandardCharsets.UTF_8);
        String[] lines = text.split("\n", -1);
        int there = lines.length > 0 && lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        int first = content.whole() ? from - 1 : 0;
        int last = Math.min(first + count, there);
        if (first >= there) {
            String length = content.whole()
                    ? there + " lines"
                    : content.lines() < 0 ? "fewer lines" : content.lines() + " lines";
            return ToolResult.failed(path.name() + " has " + length + "; there is no line " + from + ".");
        }
        StringBuilder shown = new StringBuilder();
        int next = from;
        for (int i = first; i < last && shown.length() < WorkFiles.SMALL; i++, next++) {
            shown.append(String.format(Locale.ROOT, "%6d\t", next))
                    .append(shorten(lines[i]))
                    .append('\n');
        }
        long total = content.whole() ? there : content.lines();
        boolean more = content.whole() ? next <= there : content.lines() < 0 || next <= content.lines();
        if (more) {
            shown.append("[… to line ")
                    .append(next - 1)
                    .append(total >= 0 ? " of " + total : " of a file of " + content.size() + " bytes")
                    .append("; go on with offset ")
                    .append(next)
                    .append(" …]");
        }
        return ToolResult.succeeded(shown.toString().stripTrailing());
    }

    private static String shorten(String line) {
        String clean = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        return clean.length() <= LONGEST_LINE
                ? clean
                : clean.substring(0, LONGEST_LINE) + " [… " + (clean.length() - LONGEST_LINE) + " characters more …]";
    }

    private static String imageKind(byte[] head) {
        String start = new String(head, 0, Math.min(12, head.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u0089PNG\r\n")) {
            return "PNG";
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return "JPEG";
        }
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return "GIF";
        }
        return start.startsWith("RIFF") && start.endsWith("WEBP") ? "WebP" : "";
    }

    /// As git sees it: a NUL near the beginning.
    private static boolean isBinary(byte[] head) {
        for (int i = 0; i < Math.min(8192, head.length); i++) {
            if (head[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
