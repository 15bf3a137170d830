package dev.slipway.text;

import java.util.ArrayList;
import java.util.List;
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

    private Markdown() {}

    static List<Block> parse(String text) {
        return blocks(PARSER.parse(text));
    }

    private static List<Block> blocks(Node parent) {
        List<Block> blocks = new ArrayList<>();
        for (Node node : children(parent)) {
            switch (node) {
                case Paragraph paragraph -> blocks.add(new Block.Paragraph(spans(paragraph)));
                case Heading heading -> blocks.add(new Block.Heading(heading.getLevel(), spans(heading)));
                case FencedCodeBlock code ->
                    blocks.add(new Block.Code(
                            code.getInfo() == null ? "" : code.getInfo().strip().replaceFirst("\\s.*", ""),
                            code.getLiteral().stripTrailing()));
                case IndentedCodeBlock code ->
                    blocks.add(new Block.Code("", code.getLiteral().stripTrailing()));
                case BlockQuote quote -> blocks.add(new Block.Quote(blocks(quote)));
                case BulletList list -> blocks.add(new Block.Items(0, items(list)));
                case OrderedList list ->
                    blocks.add(new Block.Items(
                            list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber(), items(list)));
                case ThematicBreak _ -> blocks.add(new Block.Rule());
                case HtmlBlock html -> blocks.add(new Block.Paragraph(List.of(Span.of(html.getLiteral()))));
                case TableBlock table -> blocks.add(new Block.Table(rows(table)));
                default -> blocks.addAll(blocks(node));
            }
        }
        return blocks;
    }

    private static List<List<Block>> items(Node list) {
        return children(list).stream().map(Markdown::blocks).toList();
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
        collect(parent, List.of(), "", spans);
        return spans;
    }

    private static void collect(Node parent, List<String> styles, String target, List<Span> into) {
        for (Node node : children(parent)) {
            switch (node) {
                case Text text -> into.add(new Span(text.getLiteral(), styles, "", target));
                case Code code -> into.add(new Span(code.getLiteral(), with(styles, "md-code"), "", target));
                case HtmlInline html -> into.add(new Span(html.getLiteral(), styles, "", target));
                case SoftLineBreak _ -> into.add(new Span(" ", styles, "", target));
                case HardLineBreak _ -> into.add(new Span("\n", styles, "", target));
                case StrongEmphasis strong -> collect(strong, with(styles, "md-strong"), target, into);
                case Emphasis emphasis -> collect(emphasis, with(styles, "md-emphasis"), target, into);
                case Strikethrough gone -> collect(gone, with(styles, "md-gone"), target, into);
                case Link link -> collect(link, with(styles, "md-link"), link.getDestination(), into);
                case Image image -> {
                    into.add(new Span("🖼 ", styles, "", image.getDestination()));
                    collect(image, with(styles, "md-link"), image.getDestination(), into);
                }
                default -> collect(node, styles, target, into);
            }
        }
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
