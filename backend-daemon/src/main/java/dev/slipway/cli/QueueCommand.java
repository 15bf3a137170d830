package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.model.wire.SessionCalls.PromptChange;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The prompts of a session that wait.
@Command(
        name = "queue",
        description = "List, edit, move and withdraw the prompts of a session that wait.",
        synopsisSubcommandLabel = "(list | edit | move | withdraw)")
final class QueueCommand {
    private static final String SESSION = "Its id, the beginning or end of it, or `last`.";
    private static final String PROMPT = "Its place in the list, from 1, or its id.";

    private final Slipway slipway;

    QueueCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Command(name = "list", description = "List the prompts that wait, in their order.")
    int list(@Parameters(paramLabel = "SESSION", description = SESSION) String session) throws InterruptedException {
        SessionId id = new SessionChoice(slipway.api()).find(session);
        var answer = slipway.api().call(SessionCalls.GET, id.value()).send();
        if (!slipway.printedAsJson(answer)) {
            print(answer.value().queue());
        }
        return ExitCode.OK;
    }

    @Command(name = "edit", description = "Give a waiting prompt a new text.")
    int edit(
            @Parameters(paramLabel = "SESSION", description = SESSION) String session,
            @Parameters(paramLabel = "PROMPT", description = PROMPT) String prompt,
            @Parameters(
                            arity = "1..*",
                            paramLabel = "TEXT",
                            description = "The new text; - reads it from standard input.")
                    List<String> text)
            throws InterruptedException {
        String words = new PromptText(slipway.surroundings()).read(text);
        return change(session, prompt, PromptChange.text(words));
    }

    @Command(name = "move", description = "Give a waiting prompt another place.")
    int move(
            @Parameters(paramLabel = "SESSION", description = SESSION) String session,
            @Parameters(paramLabel = "PROMPT", description = PROMPT) String prompt,
            @Parameters(paramLabel = "PLACE", description = "The new place, from 1.") int place)
            throws InterruptedException {
        return change(session, prompt, PromptChange.position(Math.max(0, place - 1)));
    }

    @Command(name = "withdraw", description = "Take a waiting prompt back.")
    int withdraw(
            @Parameters(paramLabel = "SESSION", description = SESSION) String session,
            @Parameters(paramLabel = "PROMPT", description = PROMPT) String prompt)
            throws InterruptedException {
        SessionId id = new SessionChoice(slipway.api()).find(session);
        Prompt chosen = find(id, prompt);
        slipway.api()
                .call(SessionCalls.WITHDRAW_PROMPT, id.value(), chosen.id().value())
                .send();
        if (!slipway.json) {
            slipway.console().line("Withdrawn: " + SafeText.line(chosen.text(), 80));
        }
        return ExitCode.OK;
    }

    private int change(String session, String prompt, PromptChange change) throws InterruptedException {
        SessionId id = new SessionChoice(slipway.api()).find(session);
        Prompt chosen = find(id, prompt);
        var answer = slipway.api()
                .call(SessionCalls.CHANGE_PROMPT, id.value(), chosen.id().value())
                .send(change);
        if (!slipway.printedAsJson(answer)) {
            print(slipway.api().call(SessionCalls.GET, id.value()).value().queue());
        }
        return ExitCode.OK;
    }

    private Prompt find(SessionId id, String wanted) throws InterruptedException {
        List<Prompt> queue =
                slipway.api().call(SessionCalls.GET, id.value()).value().queue();
        for (int i = 0; i < queue.size(); i++) {
            if (wanted.equals(Integer.toString(i + 1))
                    || queue.get(i).id().value().equals(wanted)) {
                return queue.get(i);
            }
        }
        throw Problem.unknown(
                        "unknown-prompt",
                        "No such prompt waits",
                        Wording.count(queue.size(), "prompt waits", "prompts wait") + " in session " + id.value()
                                + ", and \"" + wanted + "\" is none of them: it may have been delivered meanwhile.")
                .withRemedy("See: slipway queue list " + id.value())
                .toException();
    }

    private void print(List<Prompt> queue) {
        if (queue.isEmpty()) {
            slipway.console().aside("No prompt waits.");
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < queue.size(); i++) {
            Prompt prompt = queue.get(i);
            rows.add(List.of(
                    Integer.toString(i + 1),
                    SafeText.line(prompt.author().name(), 20),
                    SafeText.line(prompt.text(), 80)));
        }
        slipway.console().table(rows);
    }
}
