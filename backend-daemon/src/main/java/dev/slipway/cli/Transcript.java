package dev.slipway.cli;

import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent.*;
import dev.slipway.model.event.SessionEvent.ToolCallWaited.WaitedFor;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Prints a journal for a person, text as it streams. Each piece of text is printed once: live text counts how much of
/// its block stands there already, and the row that ends the block adds only what is missing.
final class Transcript {
    /// Lines of a program's output; all of it is in the journal.
    private static final int OUTPUT_LINES = 12;

    /// What these do is told by events of their own.
    private static final Set<String> TOLD_OTHERWISE = Set.of("todo", "open_pull_request");

    private static final int LINE_WIDTH = 160;

    private final Console console;
    private final Map<BlockId, Printed> blocks = new HashMap<>();
    private final Map<String, ToolCallRequested> calls = new HashMap<>();
    private final Set<PromptId> waiting = new HashSet<>();

    /// The last problem that was shown: what makes a call fail and with it the turn is told once.
    private @Nullable Problem lastProblem;

    private final List<String> deferred = new ArrayList<>();
    private @Nullable BlockId current;
    private @Nullable String lastCall;
    private boolean turnRuns;
    private Usage usage = Usage.NONE;
    private Cost cost = Cost.NONE;

    Transcript(Console console) {
        this.console = console;
    }

    /// How far a block's text stands on the screen.
    private static final class Printed {
        private final SafeText filter;
        private long end;

        private Printed(SafeText filter) {
            this.filter = filter;
        }
    }

    void show(LiveText live) {
        switch (live.kind()) {
            case TEXT, REASONING -> stream(live.block(), live.kind(), live.offset(), live.text());
            case TOOL_ARGUMENTS -> console.status("  … the model writes a tool call");
            case TOOL_OUTPUT -> lastLine(live.text()).ifPresent(line -> console.status("  … " + line));
        }
    }

    void show(Envelope envelope) {
        switch (envelope.event()) {
            case SessionCreated e -> created(e);
            case SessionRenamed e -> faint("renamed to “" + e.title() + "” by " + e.by().name());
            case SessionArchived e -> faint("put away by " + e.by().name());
            case SessionRestored e -> faint("brought back by " + e.by().name());
            case ModelChosen e -> faint("model from here on: " + e.model().value() + ", chosen by " + e.by().name());
            case PromptAccepted e -> accepted(e);
            case PromptEdited e ->
                faint(e.by().name() + " changed a waiting prompt: " + SafeText.line(e.text(), LINE_WIDTH));
            case PromptModeChosen e ->
                faint(e.by().name()
                        + (e.mode() == PromptMode.INSERT
                                ? " had a waiting prompt inserted at the next step"
                                : " had a waiting prompt wait for the end of the turn"));
            case PromptMoved e -> faint(e.by().name() + " moved a waiting prompt to place " + (e.position() + 1));
            case PromptWithdrawn e -> {
                waiting.remove(e.prompt());
                faint(e.by().name() + " withdrew a waiting prompt");
            }
            case PromptDelivered e -> {
                if (waiting.remove(e.prompt())) {
                    faint("the waiting prompt goes in");
                }
            }
            case SandboxReady e ->
                faint("sandbox ready in " + Wording.duration(e.took()) + place(e) + " (" + e.isolation() + ")");
            case SandboxFailed e -> problem("no sandbox", e.problem());
            case SandboxRestored e -> faint("restored as of " + Wording.clock(e.taken()) + ": " + e.reason());
            case SessionForked e ->
                faint(e.by().name() + " forked this from session " + e.from().value()
                        + e.taken()
                                .map(taken -> ", as it was at " + Wording.clock(taken))
                                .orElse(""));
            case SandboxReleased e -> faint("sandbox released: " + e.reason());
            case ToolCallWaited e ->
                faint("waited " + Wording.duration(e.took())
                        + (e.waitedFor() == WaitedFor.SYNC ? " for the newest commits" : " for the sandbox"));
            case FilesOvertaken e ->
                faint("read before and changed since, by " + e.branch().value() + " at "
                        + e.commit().abbreviated() + ": "
                        + SafeText.line(String.join(", ", e.files()), LINE_WIDTH)
                        + (e.more() > 0 ? " and " + e.more() + " more" : ""));
            case WorkspaceSynced e -> faint("work tree at " + e.base().abbreviated());
            case TurnStarted e -> {
                turnRuns = true;
                usage = Usage.NONE;
                cost = Cost.NONE;
                faint("turn " + e.turn().number() + " with " + e.model().value());
            }
            case ModelCallStarted e -> console.status("  … " + e.model().value() + " is asked");
            case ModelRetryScheduled e ->
                warn("↻ " + e.problem().title() + " (attempt " + e.attempt() + "); again in "
                        + Wording.duration(e.delay()) + ": " + e.problem().detail());
            case TextWritten e -> {
                whole(e.block(), BlockKind.TEXT, e.text());
                if (!e.complete()) {
                    faint("(cut here)");
                }
            }
            case ReasoningWritten e -> whole(e.block(), BlockKind.REASONING, e.text());
            case ModelCallCompleted e -> {
                usage = usage.plus(e.usage());
                cost = cost.plus(e.cost());
            }
            case ModelCallFailed e -> problem("the model call failed", e.problem());
            case ConversationCompacted e ->
                faint("the conversation grew long: what came before is now a summary (" + e.tokensBefore()
                        + " tokens before)");
            case ToolCallRequested e -> requested(e);
            case ToolCallStarted e -> started(e);
            case ToolCallCompleted e -> completed(e);
            case TodoChanged e -> todo(e);
            case TurnCompleted e -> turnEnds(console.green("✓ done") + " in " + Wording.duration(e.took()));
            case TurnStopped e -> {
                turnEnds(console.yellow("■ stopped") + " by " + e.by().value());
                left(e.left());
            }
            case TurnFailed e -> {
                turnEnds(console.red("✗ the turn failed"));
                if (!e.problem().equals(lastProblem)) {
                    problem("", e.problem());
                }
            }
            case TurnInterrupted e -> {
                turnEnds(console.yellow(
                        "■ interrupted: the daemon ended in the middle of the turn; a prompt goes on from here"));
                left(e.left());
            }
            case CommitCreated e -> {
                own(console.green("◆") + " commit " + e.commit().abbreviated() + " " + line(e.subject()));
                faint("by " + e.author().ident() + " · " + Wording.change(e.stat()));
            }
            case BranchPushed e ->
                faint("branch " + e.branch().value() + " at " + e.commit().abbreviated() + " has left the sandbox");
            case PullRequestOpened e ->
                own(console.green("◆") + " pull request "
                        + console.bold(e.pullRequest().toString()) + " opened by "
                        + line(e.author().name()) + ": " + line(e.title()));
            case PullRequestReviewed e ->
                own(console.green("◆") + " " + e.pullRequest() + " " + verdict(e) + " by "
                        + line(e.author().name()) + (e.body().isBlank() ? "" : ": " + line(e.body())));
            case PullRequestMerged e ->
                own(console.green("◆ " + e.pullRequest() + " merged") + " by " + line(e.by().name()) + " as "
                        + e.commit().abbreviated());
            case PullRequestClosed e -> own("◆ " + e.pullRequest() + " closed by " + line(e.by().name()));
            case PullRequestReopened e -> own("◆ " + e.pullRequest() + " opened again by " + line(e.by().name()));
            case NoticeGiven e ->
                warn("! " + e.problem().title() + ": " + e.problem().detail());
            case Unrecognised e -> faint("(an event that only a newer version understands)");
        }
        envelope.event().ends().ifPresent(blocks::remove);
    }

    /// What a person should know that is not in the journal.
    void aside(String text) {
        end();
        console.line(console.yellow(text));
    }

    private void created(SessionCreated e) {
        own(console.bold(line(e.title())));
        faint("session " + e.session().value() + " · " + e.repository().value() + " from "
                + e.base().value() + " · branch " + e.branch().value() + " · "
                + modelWords(e.model().value()));
    }

    private void accepted(PromptAccepted e) {
        String when =
                !turnRuns ? "" : e.prompt().mode() == PromptMode.INSERT ? " (goes in at the next step)" : " (waits)";
        if (turnRuns) {
            waiting.add(e.prompt().id());
        }
        own(console.cyan("❯ " + line(e.prompt().author().name()) + when + ": ")
                + SafeText.of(e.prompt().text(), false).strip());
        e.prompt()
                .attachments()
                .forEach(file -> faint("attached " + line(file.name()) + ", " + Wording.bytes(file.bytes())));
    }

    /// Printed once the call does something: calls are asked for together, and done one after another.
    private void requested(ToolCallRequested e) {
        calls.put(e.call(), e);
    }

    private void tool(ToolCallRequested e) {
        String mark = e.effect() == Effect.REACHES_OUT ? console.yellow("●") : console.cyan("●");
        own(mark + " " + line(e.summary()));
        lastCall = e.call();
    }

    private void started(ToolCallStarted e) {
        ToolCallRequested call = calls.get(e.call());
        if (call != null) {
            if (isShort(call)) {
                console.status("  … " + call.summary());
            } else {
                tool(call);
            }
        }
    }

    /// What reads or writes a file is one line when it is done; what runs something is announced and shows its output.
    private void completed(ToolCallCompleted e) {
        ToolCallRequested call = calls.remove(e.call());
        boolean succeeded = e.outcome() == ToolCallCompleted.Outcome.SUCCEEDED;
        String took = " " + Wording.duration(e.took());
        if (call != null && isShort(call) && succeeded) {
            if (!TOLD_OTHERWISE.contains(call.tool())) {
                String size = call.effect() == Effect.READS
                        ? " " + Wording.count(e.output().lines().count(), "line", "lines") + ","
                        : "";
                own(console.cyan("●") + " " + line(call.summary()) + console.dim("  ✓" + size + took));
            }
            return;
        }
        if (call != null && !e.call().equals(lastCall)) {
            tool(call);
        }
        // The model is told the exit code at the end of the output; here it stands in the line below.
        String told = e.exitCode().map(code -> "[exit code " + code + "]").orElse("");
        String output = e.output().strip();
        if (call == null || !succeeded || !TOLD_OTHERWISE.contains(call.tool())) {
            lines(output.endsWith(told) ? output.substring(0, output.length() - told.length()) : output, OUTPUT_LINES);
        }
        faint(outcome(e) + took);
    }

    private static boolean isShort(ToolCallRequested call) {
        return call.effect() == Effect.READS || call.effect() == Effect.WRITES;
    }

    private String outcome(ToolCallCompleted e) {
        String code = e.exitCode().map(exit -> " exit code " + exit + ",").orElse("");
        return switch (e.outcome()) {
            case SUCCEEDED -> "✓" + (code.equals(" exit code 0,") ? "" : code);
            case FAILED -> "✗" + (code.isEmpty() ? " failed," : code);
            case TIMED_OUT -> "✗ out of time,";
            case CUT -> "■ cut off,";
        };
    }

    /// The last lines of a tool's answer, indented.
    private void lines(String output, int most) {
        List<String> lines = output.strip().lines().toList();
        int skipped = Math.max(0, lines.size() - most);
        if (skipped > 0) {
            console.line(console.dim("  │ … " + Wording.count(skipped, "line", "lines") + " before"));
        }
        for (String line : lines.subList(skipped, lines.size())) {
            String plain = SafeText.of(line, false);
            console.line("  │ "
                    + (plain.length() > LINE_WIDTH
                            ? plain.substring(0, LINE_WIDTH) + "…"
                            : SafeText.of(line, console.colours())));
        }
    }

    private void todo(TodoChanged e) {
        end();
        for (var item : e.items()) {
            String text = line(item.text());
            console.line(
                    switch (item.state()) {
                        case OPEN -> "  ☐ " + text;
                        case IN_PROGRESS -> "  ◐ " + console.bold(text);
                        case DONE -> console.dim("  ☑ " + text);
                    });
        }
    }

    private void turnEnds(String text) {
        turnRuns = false;
        own(text + console.dim(" · " + Wording.tokens(usage) + " · " + Wording.cost(cost)));
        calls.clear();
    }

    private void left(List<String> left) {
        if (left.isEmpty()) {
            faint("nothing had left the sandbox");
        }
        left.forEach(sentence -> warn("had already left the sandbox: " + sentence));
    }

    private void problem(String prefix, Problem problem) {
        lastProblem = problem;
        end();
        console.line(console.red("✗ " + (prefix.isEmpty() ? "" : prefix + ": ") + line(problem.title())));
        SafeText.of(problem.detail(), false).lines().forEach(line -> console.line("  " + line));
        problem.remedy().ifPresent(remedy -> console.line("  " + console.bold("What to do: ") + line(remedy)));
    }

    private void stream(BlockId block, BlockKind kind, long offset, String text) {
        Printed printed = blocks.computeIfAbsent(block, id -> new Printed(new SafeText(false)));
        if (offset > printed.end) {
            printed.end = offset;
            begin(block);
            console.print("…");
        }
        int known = (int) (printed.end - offset);
        if (known < text.length()) {
            begin(block);
            String fresh = printed.filter.next(text.substring(known));
            console.print(kind == BlockKind.REASONING ? console.dim(fresh) : fresh);
            printed.end = offset + text.length();
        }
    }

    private void whole(BlockId block, BlockKind kind, String text) {
        stream(block, kind, 0, text);
        end();
    }

    private void begin(BlockId block) {
        if (!block.equals(current)) {
            end();
            current = block;
        }
    }

    private void end() {
        current = null;
        console.endLine();
        deferred.forEach(console::line);
        deferred.clear();
    }

    private void own(String text) {
        end();
        console.line(text);
    }

    /// Said beside the story: does not break into text that streams.
    private void faint(String text) {
        String said = console.dim("  " + line(text));
        if (current == null) {
            console.line(said);
        } else {
            deferred.add(said);
        }
    }

    /// Where the sandbox is, if that is worth a word.
    private static String place(SandboxReady e) {
        return e.host()
                .filter(host -> !host.equals(HostId.LOCAL))
                .map(host -> " on " + host.value()
                        + e.reason().map(reason -> ", " + reason).orElse(""))
                .orElse("");
    }

    private void warn(String text) {
        own(console.yellow(line(text)));
    }

    private static String verdict(PullRequestReviewed e) {
        return switch (e.verdict()) {
            case APPROVE -> "approved";
            case REQUEST_CHANGES -> "sent back for changes";
            case COMMENT -> "commented on";
        };
    }

    static String modelWords(String model) {
        return model.startsWith("rehearsal/") ? model + ", a scripted rehearsal and no real model" : model;
    }

    private static Optional<String> lastLine(String text) {
        return Arrays.stream(text.split("[\r\n]+"))
                .filter(line -> !line.isBlank())
                .reduce((a, b) -> b);
    }

    private static String line(String text) {
        return SafeText.line(text, 400);
    }
}
