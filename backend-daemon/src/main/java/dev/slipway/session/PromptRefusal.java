package dev.slipway.session;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;

/// Why a session does not do with a prompt what was asked.
final class PromptRefusal {
    private PromptRefusal() {}

    static ProblemException notKept() {
        return Problem.unavailable(
                        "prompt-not-kept",
                        "The prompt was not kept",
                        "It came before, and the disk refused to take it.")
                .withRemedy("Send it again.")
                .toException();
    }

    static ProblemException idTaken(PromptId id) {
        return Problem.conflict(
                        "prompt-id-taken",
                        "Another prompt has this id",
                        "The session already has a different prompt " + id.value() + ".")
                .withRemedy("Send it under another id, or leave the id out.")
                .toException();
    }

    static ProblemException nothingToChange() {
        return Problem.invalid(
                        "nothing-to-change",
                        "Nothing to change was given",
                        "A change of a prompt gives a new text, position or mode, or several of them.")
                .toException();
    }

    static ProblemException changedMeanwhile(Prompt now) {
        return Problem.conflict(
                        "prompt-changed-meanwhile",
                        "Somebody changed this prompt meanwhile",
                        "It reads now: " + SessionTitles.title(now.text()))
                .withRemedy("Read what it says now, then change that.")
                .toException();
    }

    static ProblemException otherCommand(String command) {
        return Problem.conflict(
                        "other-command",
                        "A waiting prompt keeps its command",
                        "The text of `/" + command + "` is joined to a prompt when it is sent.")
                .withRemedy("Withdraw the prompt, and send a new one that begins with `/" + command + "`.")
                .toException();
    }

    static ProblemException notWaiting(PromptId id) {
        return Problem.conflict(
                        "prompt-not-waiting",
                        "This prompt waits no more",
                        "Prompt " + id.value() + " was delivered to the agent, or withdrawn.")
                .withRemedy("Send a new prompt, or stop the turn.")
                .toException();
    }

    static ProblemException unknown(PromptId id) {
        return Problem.unknown(
                        "unknown-prompt", "There is no such prompt", "The session has no prompt " + id.value() + ".")
                .toException();
    }

    static ProblemException reopening() {
        return Problem.unavailable(
                        "session-reopening",
                        "The session is being opened again",
                        "Its disk had refused something, so it is read anew.")
                .withRemedy("Try again now.")
                .toException();
    }

    static ProblemException shuttingDown() {
        return Problem.unavailable("shutting-down", "The daemon is shutting down", "It takes no new prompts.")
                .withRemedy("Send the prompt again when the daemon is back.")
                .toException();
    }
}
