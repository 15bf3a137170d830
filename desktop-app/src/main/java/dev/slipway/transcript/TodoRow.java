package dev.slipway.transcript;

import dev.slipway.control.Nodes;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.TodoItem;
import dev.slipway.theme.Icon;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// The agent's own list as it stood at that moment.
final class TodoRow extends RowView {
    private final VBox list = new VBox(4);

    TodoRow() {
        super("todo-row");
        list.getStyleClass().add("todo-card");
        content(list);
    }

    @Override
    void show(Item item) {
        if (item instanceof Item.Kept kept && kept.row().first().event() instanceof SessionEvent.TodoChanged changed) {
            list.getChildren()
                    .setAll(changed.items().stream().map(TodoRow::line).toList());
        }
    }

    private static Label line(TodoItem item) {
        Icon icon = switch (item.state()) {
            case DONE -> Icon.CHECK;
            case IN_PROGRESS -> Icon.CHEVRON_RIGHT;
            case OPEN -> Icon.CLOCK;
        };
        Label label = Nodes.tag(
                icon, item.text(), "todo", "todo-" + item.state().name().toLowerCase(Locale.ROOT));
        label.setWrapText(true);
        return label;
    }
}
