package dev.slipway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.event.Effect;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Exit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Searches files by content: with ripgrep where the sandbox has it, else with grep.
final class GrepTool extends DescribedTool {
    static final int LINES = 500;

    private static final int LONGEST_LINE = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Arguments: path, pattern, glob or nothing, i or nothing, l or nothing, lines of context.
    private static final String SEARCH = """
            path=$1 pattern=$2 glob=$3 fold=$4 names=$5 context=$6
            real=$(readlink -f -- "./$path") && [ -e "$real" ] || exit 41
            case $real/ in "$(pwd -P)"/*) ;; *) exit 45 ;; esac
            set --
            [ -z "$fold" ] || set -- "$@" -i
            [ -z "$names" ] || set -- "$@" -l
            [ "$context" = 0 ] || set -- "$@" -C "$context"
            if command -v rg >/dev/null 2>&1; then
                [ -z "$glob" ] || set -- "$@" --glob "$glob"
                rg --no-config --no-heading --line-number --with-filename --color=never --no-messages --sort=path \\
                    --hidden --glob '!.git' "$@" -e "$pattern" -- "./$path"
            else
                [ -z "$glob" ] || set -- "$@" --include="$glob"
                grep -rnHIE --color=never --exclude-dir=.git -s "$@" -e "$pattern" -- "./$path"
            fi | cut -c1-600 | head -n 501""";

    GrepTool() {
        super("grep", Effect.READS);
    }

    @Override
    String summarise(JsonNode arguments) {
        String where = arguments.has("path") ? " in " + arguments.path("path").asText() : "";
        return "Search for " + arguments.path("pattern").asText() + where;
    }

    @Override
    ToolResult act(Arguments arguments, ToolContext context) throws BadArgumentsException, InterruptedException {
        String pattern = arguments.text("pattern");
        if (pattern.isEmpty() || pattern.length() > 2_000 || pattern.chars().anyMatch(c -> c == '\n' || c == 0)) {
            throw new BadArgumentsException("A pattern has 1 to 2,000 characters on one line.");
        }
        WorkspacePath path = WorkspacePath.of(arguments.optionalText("path").orElse("."));
        String glob = arguments.optionalText("glob").orElse("");
        if (!glob.isEmpty()) {
            GlobPattern.of(glob);
        }
        int around = arguments.number("context", 0, 20).orElse(0);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SEARCH, "sh", path.relative(), pattern, glob));
        command.add(arguments.flag("ignore_case") ? "i" : "");
        command.add(arguments.flag("files_only") ? "l" : "");
        command.add(Integer.toString(around));
        ExecResult result = context.sandbox()
                .await(Effect.READS)
                .run(new ExecSpec(command, ".", Map.of(), Optional.of(PATIENCE)), new byte[0], 1 << 20);
        return result(path, result);
    }

    private static ToolResult result(WorkspacePath path, ExecResult result) throws BadArgumentsException {
        if (result.exit().code() == 41) {
            throw new BadArgumentsException("There is no file or directory " + path.name() + ".");
        }
        if (result.exit().code() == 45) {
            throw new BadArgumentsException(path.name() + " is a link that points out of the work tree.");
        }
        List<String> lines = result.output().lines().map(GrepTool::presentable).toList();
        if (lines.isEmpty()) {
            return result.error().isBlank()
                    ? ToolResult.succeeded("No line matches.")
                    : ToolResult.failed("The search failed: " + result.error().strip());
        }
        HeadAndTail shown = new HeadAndTail(2 * CapturedOutput.FOR_MODEL);
        shown.add(String.join("\n", lines.subList(0, Math.min(LINES, lines.size()))));
        String rest = lines.size() > LINES ? "\n[… more than " + LINES + " lines; narrow the search …]" : "";
        String late = result.exit().cause() == Exit.Cause.TIMED_OUT
                ? "\n[The search was ended after " + PATIENCE.toSeconds() + " s; narrow it.]"
                : "";
        return ToolResult.succeeded(shown.text("[… " + shown.missing() + " characters left out …]") + rest + late);
    }

    private static String presentable(String line) {
        String clean = line.startsWith("./") ? line.substring(2) : line;
        String cut = clean.length() <= LONGEST_LINE ? clean : clean.substring(0, LONGEST_LINE) + " …";
        return cut.replaceAll("[\\p{Cntrl}&&[^\\t]]", "");
    }
}
