package dev.slipway.agent;

import dev.slipway.llm.ModelRequest.SystemBlock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The standing instructions. They hold nothing that changes from call to call, so that providers can cache them.
final class SystemPrompt {
    private static final String TEMPLATE = resource("system.txt");

    /// Asks the model for a summary to go on from.
    static final String COMPACTION = resource("compaction.txt");

    private SystemPrompt() {}

    static List<SystemBlock> of(Turn.Place place, Optional<String> repositoryInstructions) {
        List<SystemBlock> blocks = new ArrayList<>();
        blocks.add(new SystemBlock(
                TEMPLATE.replace("{repository}", place.repository().value())
                        .replace("{base}", place.base().value())
                        .replace("{branch}", place.branch().value())
                        .replace("{network}", place.network()),
                true));
        repositoryInstructions.ifPresent(text -> blocks.add(new SystemBlock(text, true)));
        return blocks;
    }

    private static String resource(String name) {
        try (InputStream in = SystemPrompt.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("There is no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
