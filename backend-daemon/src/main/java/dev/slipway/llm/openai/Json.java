package dev.slipway.llm.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.llm.ContentBlock;
import dev.slipway.llm.ModelRequest;
import java.util.List;
import java.util.stream.Collectors;

/// JSON that both of OpenAI's languages write alike.
final class Json {
    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static String dataUrl(ContentBlock.Image image) {
        return "data:" + image.mediaType() + ";base64," + image.base64();
    }

    static String system(ModelRequest request) {
        return request.system().stream().map(ModelRequest.SystemBlock::text).collect(Collectors.joining("\n\n"));
    }

    static String text(List<ContentBlock.Viewable> content) {
        return content.stream()
                .filter(ContentBlock.Text.class::isInstance)
                .map(part -> ((ContentBlock.Text) part).text())
                .collect(Collectors.joining("\n"));
    }

    static List<ContentBlock.Image> images(List<ContentBlock.Viewable> content) {
        return content.stream()
                .filter(ContentBlock.Image.class::isInstance)
                .map(ContentBlock.Image.class::cast)
                .toList();
    }

    /// Arguments that could not be read go back as JSON all the same: many a server parses them.
    static String arguments(ContentBlock.UnreadableToolCall call) {
        return object().put("unreadable", call.rawArguments()).toString();
    }
}
