package dev.slipway.text;

import java.util.List;
import java.util.stream.Collectors;

/// Writes blocks as text without marks, as a person would type them.
final class PlainText {
    private PlainText() {}

    static String of(List<Block> blocks) {
        return blocks.stream().map(PlainText::of).collect(Collectors.joining("\n\n"));
    }

    private static String of(Block block) {
        return switch (block) {
            case Block.Paragraph paragraph -> words(paragraph.spans());
            case Block.Heading heading -> words(heading.spans());
            case Block.Code code -> code.text();
            case Block.Quote quote -> of(quote.blocks()).indent(2).stripTrailing();
            case Block.Items items -> items(items);
            case Block.Table table ->
                table.rows().stream()
                        .map(row -> row.stream().map(PlainText::words).collect(Collectors.joining("\t")))
                        .collect(Collectors.joining("\n"));
            case Block.Picture picture -> picture.words();
            case Block.Rule _ -> "---";
        };
    }

    private static String items(Block.Items items) {
        StringBuilder all = new StringBuilder();
        int number = items.start();
        for (Block.Item item : items.items()) {
            String mark = items.start() == 0 ? "- " : number++ + ". ";
            String box = switch (item.check()) {
                case NONE -> "";
                case OPEN -> "[ ] ";
                case DONE -> "[x] ";
            };
            String text = of(item.blocks()).replace("\n\n", "\n").replace("\n", "\n  ");
            all.append(all.isEmpty() ? "" : "\n").append(mark).append(box).append(text);
        }
        return all.toString();
    }

    private static String words(List<Span> spans) {
        return spans.stream().map(Span::text).collect(Collectors.joining());
    }
}
