package dev.slipway.text;

import dev.slipway.control.Nodes;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Shows Markdown. A text that grows is shown anew only from the block that changed, so that a stream costs what its
/// last paragraph costs.
public final class MarkdownView extends VBox {
    /// Blocks that are shown unless somebody wants them all.
    private static final int MOST = 300;

    /// Where pictures come from.
    public interface Pictures {
        /// A node that shows one; empty for one that is not ours to fetch, which then is a link.
        Optional<Node> picture(String target, String words);
    }

    private final Consumer<String> open;
    private final Pictures pictures;
    private final boolean places;
    private List<Block> shown = List.of();
    private String text = "";
    private boolean all;

    /// @param open follows a link
    public MarkdownView(Consumer<String> open) {
        this(open, (_, _) -> Optional.empty(), false);
    }

    /// @param places whether `path:line` is a link, see [Places]
    public MarkdownView(Consumer<String> open, Pictures pictures, boolean places) {
        this.open = open;
        this.pictures = pictures;
        this.places = places;
        getStyleClass().add("markdown");
    }

    /// The text of a Markdown text, without its marks.
    public static String plain(String markdown) {
        return PlainText.of(Markdown.parse(markdown));
    }

    public void show(String next) {
        if (next.equals(text)) {
            return;
        }
        if (!next.startsWith(text)) {
            all = false;
        }
        text = next;
        show(Markdown.parse(next));
    }

    private void show(List<Block> parsed) {
        List<Block> blocks = all || parsed.size() <= MOST ? parsed : parsed.subList(0, MOST);
        int same = 0;
        while (same < blocks.size() && same < shown.size() && blocks.get(same).equals(shown.get(same))) {
            same++;
        }
        if (same < blocks.size() && same < shown.size() && grow(same, blocks.get(same))) {
            same++;
        }
        getChildren().remove(same, getChildren().size());
        for (Block block : blocks.subList(same, blocks.size())) {
            getChildren().add(node(block));
        }
        shown = blocks;
        if (blocks.size() < parsed.size()) {
            getChildren().add(Nodes.button(Words.text("text.showRest", parsed.size() - MOST), this::showAll, "flat"));
        }
    }

    private void showAll() {
        all = true;
        show(Markdown.parse(text));
    }

    /// Changes the texts of a node rather than making another: new nodes must be styled, and that is what costs.
    private boolean grow(int index, Block block) {
        Node node = getChildren().get(index);
        return switch (block) {
            case Block.Paragraph paragraph
            when shown.get(index) instanceof Block.Paragraph && node instanceof Prose flow -> {
                flow.change(spans(paragraph.spans()), open);
                yield true;
            }
            case Block.Code code
            when node instanceof CodeBlock view && view.language().equals(code.language()) -> {
                view.change(code.text());
                yield true;
            }
            default -> false;
        };
    }

    private List<Span> spans(List<Span> spans) {
        List<Span> kept = Lines.cut(spans);
        return places ? Places.linked(kept) : kept;
    }

    private Prose flow(List<Span> spans, String... classes) {
        return Prose.of(spans(spans), open, classes);
    }

    private Node node(Block block) {
        return switch (block) {
            case Block.Paragraph paragraph -> flow(paragraph.spans(), "md-paragraph");
            case Block.Heading heading -> {
                Prose flow = flow(heading.spans(), "md-heading", "md-heading-" + Math.min(heading.level(), 4));
                flow.setAccessibleRole(AccessibleRole.TEXT);
                yield flow;
            }
            case Block.Code code -> new CodeBlock(code.language(), code.text());
            case Block.Quote quote -> {
                VBox box = column(quote.blocks());
                box.getStyleClass().add("md-quote");
                yield box;
            }
            case Block.Items items -> items(items);
            case Block.Table table -> table(table);
            case Block.Picture picture ->
                pictures.picture(picture.target(), picture.words()).orElseGet(() -> pictureLink(picture));
            case Block.Rule _ -> {
                Region rule = new Region();
                rule.getStyleClass().add("md-rule");
                yield rule;
            }
        };
    }

    /// A picture elsewhere is not fetched: that would tell its server who reads this, and when.
    private Node pictureLink(Block.Picture picture) {
        String words = picture.words().isBlank() ? Words.text("text.picture") : picture.words();
        boolean alive = Links.alive(picture.target());
        return Prose.of(
                List.of(
                        Span.of("🖼 "),
                        new Span(words, List.of(alive ? "md-link" : "t"), "", alive ? picture.target() : ""),
                        Span.of("  " + picture.target(), "md-dead")),
                open,
                "md-paragraph");
    }

    private VBox column(List<Block> blocks) {
        VBox box = new VBox();
        box.getStyleClass().add("md-column");
        blocks.forEach(block -> box.getChildren().add(node(block)));
        return box;
    }

    private Node items(Block.Items items) {
        VBox box = new VBox();
        box.getStyleClass().add("md-items");
        int number = items.start();
        int digits = String.valueOf(number + items.items().size() - 1).length();
        for (Block.Item item : items.items()) {
            String words = items.start() == 0 ? "•" : number++ + ".";
            VBox content = column(item.blocks());
            if (!content.getChildren().isEmpty() && content.getChildren().getFirst() instanceof Prose first) {
                first.leadBy(item.check() == Block.Check.NONE ? words + " " : check(item.check()));
            }
            HBox.setHgrow(content, Priority.ALWAYS);
            HBox row = new HBox(
                    item.check() == Block.Check.NONE ? mark(words, items.start() == 0 ? 0 : digits) : box(item.check()),
                    content);
            row.setFillHeight(false);
            row.getStyleClass().add("md-item");
            box.getChildren().add(row);
        }
        return box;
    }

    /// @param digits how many the largest number has, so that all texts begin below one another; 0 where there are none
    private static Label mark(String words, int digits) {
        Label mark = Nodes.label(words, "md-mark");
        mark.setMinWidth(digits == 0 ? Region.USE_PREF_SIZE : 6 + 9 * digits);
        mark.setAlignment(Pos.TOP_RIGHT);
        return mark;
    }

    private static String check(Block.Check check) {
        return check == Block.Check.DONE ? "[x] " : "[ ] ";
    }

    private static Node box(Block.Check check) {
        StackPane box = new StackPane();
        box.getStyleClass().addAll("md-check", "md-check-" + check.name().toLowerCase(Locale.ROOT));
        box.setAccessibleRole(AccessibleRole.CHECK_BOX);
        box.setAccessibleText(Words.text(check == Block.Check.DONE ? "text.taskDone" : "text.taskOpen"));
        if (check == Block.Check.DONE) {
            box.getChildren().add(Icon.CHECK.node(10));
        }
        return box;
    }

    private Node table(Block.Table table) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("md-table");
        int columns = table.rows().stream().mapToInt(List::size).max().orElse(0);
        List<ColumnConstraints> constraints = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            ColumnConstraints constraint = new ColumnConstraints();
            constraint.setHgrow(Priority.SOMETIMES);
            constraint.setMinWidth(columnWidth(table, i));
            constraints.add(constraint);
        }
        grid.getColumnConstraints().setAll(constraints);
        for (int row = 0; row < table.rows().size(); row++) {
            for (int column = 0; column < table.rows().get(row).size(); column++) {
                Node cell =
                        flow(table.rows().get(row).get(column), "md-cell", row == 0 ? "md-head-cell" : "md-body-cell");
                GridPane.setValignment(cell, VPos.TOP);
                grid.add(cell, column, row);
            }
        }
        return new WideTable(grid);
    }

    /// What a column needs so that its words need not break: its longest word, and up to 30 characters of its text.
    private static double columnWidth(Block.Table table, int column) {
        int characters = 0;
        for (List<List<Span>> row : table.rows()) {
            if (column < row.size()) {
                StringBuilder cell = new StringBuilder();
                row.get(column).forEach(span -> cell.append(span.text()));
                characters = Math.max(characters, Math.min(30, cell.length()));
            }
        }
        return Math.max(40, 26 + characters * 7.2);
    }

    /// A table that scrolls sideways when it is wider than its place; the wheel still moves the transcript.
    private static final class WideTable extends ScrollPane {
        private static final double BAR = 12;

        private final GridPane grid;

        WideTable(GridPane grid) {
            super(grid);
            this.grid = grid;
            getStyleClass().addAll("md-table-pane", "edge-to-edge");
            setFitToWidth(true);
            setVbarPolicy(ScrollBarPolicy.NEVER);
            setFocusTraversable(true);
            setAccessibleText(Words.text("text.table"));
            addEventFilter(ScrollEvent.SCROLL, event -> {
                if (Math.abs(event.getDeltaY()) > Math.abs(event.getDeltaX()) && getParent() != null) {
                    getParent().fireEvent(event.copyFor(getParent(), getParent()));
                    event.consume();
                }
            });
        }

        @Override
        public Orientation getContentBias() {
            return Orientation.HORIZONTAL;
        }

        @Override
        protected double computePrefHeight(double width) {
            double least = grid.minWidth(-1);
            double high = Math.ceil(grid.prefHeight(Math.max(width, least)));
            return width < least ? high + BAR : high;
        }
    }
}
