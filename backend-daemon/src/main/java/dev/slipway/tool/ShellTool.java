package dev.slipway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted.Outcome;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Execution;
import dev.slipway.sandbox.Exit;
import dev.slipway.sandbox.NetworkPolicy;
import dev.slipway.sandbox.Sandbox;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Runs a command, and waits for it or leaves it in the background.
final class ShellTool extends DescribedTool {
    static final int TIMEOUT = 120;
    static final int LONGEST = 3600;

    /// In characters; the kernel takes 128 KiB in one argument.
    private static final int LONGEST_COMMAND = 30_000;
    private static final int SHOWN = 120;
    /// How long a background process is watched before the call returns.
    private static final Duration FIRST_LOOK = Duration.ofMillis(400);
    /// A pipe that is still open this long after its program ended is held by something left behind.
    private static final Duration REST = Duration.ofMillis(100);
    /// A pipe ends at once when all who hold it are ended.
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    ShellTool() {
        super("shell", Effect.EXECUTES);
    }

    @Override
    String summarise(JsonNode arguments) {
        String background = arguments.path("background").asBoolean() ? "Start " : "Run ";
        return background + arguments.path("command").asText();
    }

    @Override
    ToolResult act(Arguments arguments, ToolContext context)
            throws BadArgumentsException, IOException, InterruptedException {
        String command = arguments.text("command");
        if (command.isBlank() || command.length() > LONGEST_COMMAND || command.indexOf('\0') >= 0) {
            throw new BadArgumentsException("A command has 1 to " + LONGEST_COMMAND
                    + " characters, none of them NUL. Put longer scripts into a file.");
        }
        int timeout = arguments.number("timeout_seconds", 1, LONGEST).orElse(TIMEOUT);
        boolean background = arguments.flag("background");
        Sandbox sandbox = context.sandbox().await(Effect.EXECUTES);
        if (!(sandbox.spec().network() instanceof NetworkPolicy.None)) {
            context.notes().left("Ran with access to the network, so something may have left: " + excerpt(command));
        }
        ExecSpec spec = ExecSpec.bash("exec 2>&1\n" + command).with(context.environment());
        return background
                ? inBackground(sandbox, spec, command, context)
                : inForeground(sandbox, spec, Duration.ofSeconds(timeout), context);
    }

    private static String excerpt(String command) {
        String line = command.strip().replaceAll("\\s+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }

    private static ToolResult inBackground(Sandbox sandbox, ExecSpec spec, String command, ToolContext context)
            throws IOException, InterruptedException {
        if (context.background().full()) {
            return ToolResult.failed("There are already " + BackgroundProcesses.MOST
                    + " background processes; end some with shell_kill. "
                    + context.background().known());
        }
        Execution execution = sandbox.start(spec);
        execution.stdin().close();
        BackgroundProcess process = context.background().adopt(command, execution);
        process.awaitEnd(FIRST_LOOK);
        return ToolResult.succeeded("Started " + process.id() + ". Its first output:\n" + process.news());
    }

    private static ToolResult inForeground(Sandbox sandbox, ExecSpec spec, Duration timeout, ToolContext context)
            throws IOException, InterruptedException {
        Execution execution = sandbox.start(spec);
        try (LiveOutput live = new LiveOutput(context.live());
                CapturedOutput output = new CapturedOutput(context.blobs(), live)) {
            Thread reader = Thread.ofVirtual().name("shell-output").start(() -> output.drain(execution.stdout()));
            Optional<Exit> exit;
            boolean leftBehind;
            try {
                execution.stdin().close();
                exit = execution.waitFor(timeout);
                leftBehind = exit.isPresent() && !reader.join(REST);
            } finally {
                execution.kill();
                reader.join(FAREWELL);
            }
            return result(exit, timeout, leftBehind, output.finish());
        }
    }

    private static ToolResult result(
            Optional<Exit> exit, Duration timeout, boolean leftBehind, CapturedOutput.Captured captured) {
        String text = captured.text().stripTrailing();
        String shown = text.isEmpty() ? "(no output)" : text;
        if (exit.isEmpty()) {
            String note = "\n[Ended after " + timeout.toSeconds() + " s, with all that it had started. Give more"
                    + " timeout_seconds, or start it with background: true.]";
            return ToolResult.of(Outcome.TIMED_OUT, shown + note).withWhole(captured.whole());
        }
        int code = exit.get().code();
        String note = code == 0 ? "" : "\n[exit code " + code + signal(code) + "]";
        String rest = leftBehind
                ? "\n[It left processes running, which were ended. Use background: true for what is to go on.]"
                : "";
        return ToolResult.of(code == 0 ? Outcome.SUCCEEDED : Outcome.FAILED, shown + note + rest)
                .withWhole(captured.whole())
                .withExitCode(code);
    }

    private static String signal(int code) {
        return switch (code) {
            case 126 -> ": it is not executable";
            case 127 -> ": there is no such command";
            case 137 -> ": it was killed, most likely for using too much memory";
            case 139 -> ": it crashed";
            default -> "";
        };
    }
}
