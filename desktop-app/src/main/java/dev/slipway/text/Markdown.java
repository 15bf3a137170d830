package dev.slipway.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/// Reads Markdown as the GitHub dialect has it. HTML in it is shown as text: it comes from a model or a repository.
final class Markdown {
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create(), AutolinkExtension.create()))
            .build();

    /// Nobody writes deeper; who nests deeper wants to do harm.
    private static final int DEEPEST = 12;

    private static final int DEEPEST_SPAN = 40;
    private static final Pattern BOX = Pattern.compile("\\[([ xX])]\\s+");

    private Markdown() {}

    static List<Block> parse(String text) {
        return blocks(PARSER.parse(text), 0);
    }

    private static List<Block> blocks(Node parent, int depth) {
        List<Block> blocks = new ArrayList<>();
        for (Node node : children(parent)) {
            switch (node) {
                case Paragraph paragraph -> blocks.add(paragraph(paragraph));
                case Heading heading -> blocks.add(new Block.Heading(heading.getLevel(), spans(heading)));
                case FencedCodeBlock code ->
                    blocks.add(new Block.Code(
                            code.getInfo() == null ? "" : code.getInfo().strip().replaceFirst("\\s.*", ""),
                            code.getLiteral().stripTrailing()));
                case IndentedCodeBlock code ->
                    blocks.add(new Block.Code("", code.getLiteral().stripTrailing()));
                case BlockQuote quote ->
                    blocks.addAll(
                            depth < DEEPEST
                                    ? List.of(new Block.Quote(blocks(quote, depth + 1)))
                                    : blocks(quote, depth + 1));
                case BulletList list -> blocks.add(new Block.Items(0, items(list, depth)));
                case OrderedList list ->
                    blocks.add(new Block.Items(
                            list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber(), items(list, depth)));
                case ThematicBreak _ -> blocks.add(new Block.Rule());
                case HtmlBlock html -> blocks.add(new Block.Paragraph(List.of(Span.of(html.getLiteral()))));
                case TableBlock table -> blocks.add(new Block.Table(rows(table)));
                default -> blocks.addAll(blocks(node, depth + 1));
            }
        }
        return blocks;
    }

    private static Block paragraph(Paragraph paragraph) {
        if (paragraph.getFirstChild() instanceof Image image && image.getNext() == null) {
            StringBuilder words = new StringBuilder();
            spans(image).forEach(span -> words.append(span.text()));
            return new Block.Picture(image.getDestination(), words.toString());
        }
        return new Block.Paragraph(spans(paragraph));
    }

    private static List<Block.Item> items(Node list, int depth) {
        return children(list).stream()
                .map(item -> task(
                        depth < DEEPEST
                                ? blocks(item, depth + 1)
                                : List.of(new Block.Paragraph(List.of(Span.of("⋯"))))))
                .toList();
    }

    private static Block.Item task(List<Block> blocks) {
        if (!blocks.isEmpty()
                && blocks.getFirst() instanceof Block.Paragraph words
                && !words.spans().isEmpty()) {
            Span first = words.spans().getFirst();
            Matcher box = BOX.matcher(first.text());
            if (box.lookingAt()) {
                List<Span> rest = new ArrayList<>(words.spans());
                rest.set(0, new Span(first.text().substring(box.end()), first.styles(), "", first.target()));
                List<Block> all = new ArrayList<>(blocks);
                all.set(0, new Block.Paragraph(rest));
                return new Block.Item(box.group(1).isBlank() ? Block.Check.OPEN : Block.Check.DONE, all);
            }
        }
        return new Block.Item(Block.Check.NONE, blocks);
    }

    private static List<List<List<Span>>> rows(Node table) {
        List<List<List<Span>>> rows = new ArrayList<>();
        for (Node part : children(table)) {
            for (Node row : children(part)) {
                if (row instanceof TableRow) {
                    rows.add(children(row).stream()
                            .filter(TableCell.class::isInstance)
                            .map(Markdown::spans)
                            .toList());
                }
            }
        }
        return rows;
    }

    private static List<Span> spans(Node parent) {
        List<Span> spans = new ArrayList<>();
        collect(parent, List.of(), "", spans, 0);
        return spans;
    }

    private static void collect(Node parent, List<String> styles, String target, List<Span> into, int depth) {
        if (depth > DEEPEST_SPAN) {
            into.add(Span.of("⋯"));
            return;
        }
        for (Node node : children(parent)) {
            switch (node) {
                case Text text -> into.add(new Span(text.getLiteral(), styles, "", target));
                case Code code -> into.add(new Span(code.getLiteral(), with(styles, "md-code"), "", target));
                case HtmlInline html -> into.add(new Span(html.getLiteral(), styles, "", target));
                case SoftLineBreak _ -> into.add(new Span(" ", styles, "", target));
                case HardLineBreak _ -> into.add(new Span("\n", styles, "", target));
                case StrongEmphasis strong -> collect(strong, with(styles, "md-strong"), target, into, depth + 1);
                case Emphasis emphasis -> collect(emphasis, with(styles, "md-emphasis"), target, into, depth + 1);
                case Strikethrough gone -> collect(gone, with(styles, "md-gone"), target, into, depth + 1);
                case Link link -> link(link, link.getDestination(), styles, into, depth);
                case Image image -> {
                    into.add(Span.of("🖼 "));
                    link(image, image.getDestination(), styles, into, depth);
                }
                default -> collect(node, styles, target, into, depth + 1);
            }
        }
    }

    /// A link that may be followed; one that may not shows as what it is, and so does one that says another address
    /// than it has.
    private static void link(Node link, String destination, List<String> styles, List<Span> into, int depth) {
        if (!Links.alive(destination)) {
            collect(link, styles, "", into, depth + 1);
            into.add(Span.of(" (" + destination + ")", "md-dead"));
            return;
        }
        int before = into.size();
        collect(link, with(styles, "md-link"), destination, into, depth + 1);
        StringBuilder words = new StringBuilder();
        into.subList(before, into.size()).forEach(span -> words.append(span.text()));
        Links.otherHost(words.toString(), destination).ifPresent(host -> into.add(Span.of(" → " + host, "md-dead")));
    }

    private static List<String> with(List<String> styles, String more) {
        List<String> all = new ArrayList<>(styles);
        all.add(more);
        return all;
    }

    private static List<Node> children(Node parent) {
        List<Node> children = new ArrayList<>();
        for (@Nullable Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            children.add(child);
        }
        return children;
    }
}
