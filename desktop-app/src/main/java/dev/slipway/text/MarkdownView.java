package dev.slipway.text;

import dev.slipway.control.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextFlow;

/// Shows Markdown. A text that grows is shown anew only from the block that changed, so that a stream costs what its
/// last paragraph costs.
public final class MarkdownView extends VBox {
    private final Consumer<String> open;
    private List<Block> shown = List.of();
    private String text = "";

    /// @param open follows a link
    public MarkdownView(Consumer<String> open) {
        this.open = open;
        getStyleClass().add("markdown");
    }

    public void show(String next) {
        if (next.equals(text)) {
            return;
        }
        text = next;
        List<Block> blocks = Markdown.parse(next);
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
    }

    /// Changes the texts of a node rather than making another: new nodes must be styled, and that is what costs.
    private boolean grow(int index, Block block) {
        Node node = getChildren().get(index);
        return switch (block) {
            case Block.Paragraph paragraph
            when shown.get(index) instanceof Block.Paragraph && node instanceof TextFlow flow -> {
                Spans.change(flow, paragraph.spans(), open);
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

    private Node node(Block block) {
        return switch (block) {
            case Block.Paragraph paragraph -> Spans.flow(paragraph.spans(), open, "md-paragraph");
            case Block.Heading heading ->
                Spans.flow(heading.spans(), open, "md-heading", "md-heading-" + Math.min(heading.level(), 4));
            case Block.Code code -> new CodeBlock(code.language(), code.text());
            case Block.Quote quote -> {
                VBox box = column(quote.blocks());
                box.getStyleClass().add("md-quote");
                yield box;
            }
            case Block.Items items -> items(items);
            case Block.Table table -> table(table);
            case Block.Rule _ -> {
                Region rule = new Region();
                rule.getStyleClass().add("md-rule");
                yield rule;
            }
        };
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
        for (List<Block> item : items.items()) {
            Label mark = Nodes.label(items.start() == 0 ? "•" : number++ + ".", "md-mark");
            mark.setMinWidth(Region.USE_PREF_SIZE);
            VBox content = column(item);
            HBox.setHgrow(content, Priority.ALWAYS);
            HBox row = new HBox(mark, content);
            row.setFillHeight(false);
            row.getStyleClass().add("md-item");
            box.getChildren().add(row);
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
            constraint.setMinWidth(40);
            constraints.add(constraint);
        }
        grid.getColumnConstraints().setAll(constraints);
        for (int row = 0; row < table.rows().size(); row++) {
            for (int column = 0; column < table.rows().get(row).size(); column++) {
                Node cell = Spans.flow(
                        table.rows().get(row).get(column), open, "md-cell", row == 0 ? "md-head-cell" : "md-body-cell");
                GridPane.setValignment(cell, VPos.TOP);
                grid.add(cell, column, row);
            }
        }
        return grid;
    }
}
