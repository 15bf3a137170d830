package dev.slipway.tool;

import dev.slipway.llm.ModelRequest.ToolSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The tools that an agent has, by name. Their order is fixed, as it is part of what providers cache.
public final class Toolbox {
    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final List<ToolSpec> specs;

    public Toolbox(List<Tool> tools) {
        for (Tool tool : tools) {
            if (this.tools.put(tool.name(), tool) != null) {
                throw new IllegalArgumentException("Two tools are called " + tool.name());
            }
        }
        specs = tools.stream()
                .map(tool -> new ToolSpec(tool.name(), tool.prompt(), tool.schema()))
                .toList();
    }

    /// All tools that come with Slipway.
    public static Toolbox standard() {
        return new Toolbox(List.of(
                new ShellTool(),
                new ShellOutputTool(),
                new ShellKillTool(),
                new ReadTool(),
                new WriteTool(),
                new EditTool(),
                new GlobTool(),
                new GrepTool(),
                new TodoTool(),
                new OpenPullRequestTool()));
    }

    public Optional<Tool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    public Set<String> names() {
        return tools.keySet();
    }

    /// What a model is told of them.
    public List<ToolSpec> specs() {
        return specs;
    }
}
