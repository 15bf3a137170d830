package dev.slipway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.event.Effect;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Lists files by name.
final class GlobTool extends DescribedTool {
    static final int MOST = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /// Names that are looked through, in bytes: some 500,000 files.
    private static final int NAMES = 32 * 1024 * 1024;

    private static final String LIST = """
            cd "./$1" || exit 41
            [ "$(pwd -P | cut -c1-${#PWD0})" = "$PWD0" ] || exit 45
            if command -v rg >/dev/null 2>&1; then
                rg --files --null --hidden --no-messages --glob '!.git'
                [ $? -le 1 ]
            elif git rev-parse --git-dir >/dev/null 2>&1; then
                git ls-files -z --cached --others --exclude-standard
            else
                find . -name .git -prune -o ! -type d -print0
            fi""";

    GlobTool() {
        super("glob", Effect.READS);
    }

    @Override
    String summarise(JsonNode arguments) {
        String where = arguments.has("path") ? " in " + arguments.path("path").asText() : "";
        return "Find " + arguments.path("pattern").asText() + where;
    }

    @Override
    ToolResult act(Arguments arguments, ToolContext context) throws BadArgumentsException, InterruptedException {
        GlobPattern pattern = GlobPattern.of(arguments.text("pattern"));
        WorkspacePath path = WorkspacePath.of(arguments.optionalText("path").orElse("."));
        String script = "PWD0=$(pwd -P)\n" + LIST;
        ExecResult result = context.sandbox()
                .await(Effect.READS)
                .run(
                        new ExecSpec(
                                List.of("/bin/sh", "-c", script, "sh", path.relative()),
                                ".",
                                Map.of(),
                                Optional.of(PATIENCE)),
                        new byte[0],
                        NAMES);
        switch (result.exit().code()) {
            case 0 -> {}
            case 41 -> throw new BadArgumentsException("There is no directory " + path.name() + ".");
            case 45 -> throw new BadArgumentsException(path.name() + " is a link that points out of the work tree.");
            default -> {
                return ToolResult.failed(
                        "The files could not be listed: " + result.error().strip());
            }
        }
        String prefix = path.relative().isEmpty() ? "" : path.relative() + "/";
        List<String> found = names(result.output())
                .filter(pattern)
                .map(name -> prefix + name.replaceAll("\\p{Cntrl}", "\uFFFD"))
                .sorted()
                .toList();
        if (found.isEmpty()) {
            return ToolResult.succeeded("No file matches.");
        }
        String rest = found.size() > MOST ? "\n[… " + (found.size() - MOST) + " more; narrow the pattern …]" : "";
        String cut = result.truncated() ? "\n[There are more files than could be looked through; give a path.]" : "";
        return ToolResult.succeeded(String.join("\n", found.subList(0, Math.min(MOST, found.size()))) + rest + cut);
    }

    private static Stream<String> names(String output) {
        return Stream.of(output.split("\0"))
                .map(name -> name.startsWith("./") ? name.substring(2) : name)
                .filter(name -> !name.isEmpty());
    }
}
