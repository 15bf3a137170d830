package dev.slipway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.TodoItem;
import java.util.ArrayList;
import java.util.List;

/// Shows people what the agent means to do, and how far it is.
final class TodoTool extends DescribedTool {
    private static final int MOST = 100;
    private static final int LONGEST = 500;

    TodoTool() {
        super("todo", Effect.READS);
    }

    @Override
    String summarise(JsonNode arguments) {
        JsonNode items = arguments.path("items");
        long done = 0;
        for (JsonNode item : items) {
            if (item.path("state").asText().equals("done")) {
                done++;
            }
        }
        return "Plan: " + done + " of " + items.size() + " done";
    }

    @Override
    ToolResult act(Arguments arguments, ToolContext context) throws BadArgumentsException {
        JsonNode array = arguments.array("items");
        if (array.size() > MOST) {
            throw new BadArgumentsException("A list has at most " + MOST + " items.");
        }
        List<TodoItem> items = new ArrayList<>();
        for (JsonNode item : array) {
            String text = item.path("text").asText().strip();
            if (text.isEmpty() || text.length() > LONGEST) {
                throw new BadArgumentsException("Each item needs a text of 1 to " + LONGEST + " characters.");
            }
            items.add(new TodoItem(text, state(item.path("state").asText())));
        }
        context.notes().todos(items);
        long open = items.stream().filter(i -> i.state() != TodoItem.State.DONE).count();
        return ToolResult.succeeded("Noted: " + items.size() + " items, " + open + " not done.");
    }

    private static TodoItem.State state(String word) throws BadArgumentsException {
        return switch (word) {
            case "open", "pending" -> TodoItem.State.OPEN;
            case "in_progress" -> TodoItem.State.IN_PROGRESS;
            case "done", "completed" -> TodoItem.State.DONE;
            default -> throw new BadArgumentsException("The state of an item is open, in_progress or done.");
        };
    }
}
