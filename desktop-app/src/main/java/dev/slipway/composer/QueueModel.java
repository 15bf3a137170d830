package dev.slipway.composer;

import dev.slipway.editor.EditorModel;
import dev.slipway.editor.EditorModel.Written;
import dev.slipway.model.SessionId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.model.wire.SessionCalls.NewAttachment;
import dev.slipway.model.wire.SessionCalls.PromptChange;
import dev.slipway.words.Words;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;

/// What a person does with the prompts that wait at the server. The queue itself comes from the journal, so what was
/// done shows once it has happened.
final class QueueModel {
    private static final String COMMAND_TEXT = "text/x-slipway-command";

    private final SessionId session;
    private final Surroundings with;
    private final EditorModel editor;
    private final ReadOnlyBooleanProperty working;

    QueueModel(SessionId session, Surroundings with, EditorModel editor, ReadOnlyBooleanProperty working) {
        this.session = session;
        this.with = with;
        this.editor = editor;
        this.working = working;
    }

    /// Gives a waiting prompt another text, unless somebody has changed it since it read as `seen`.
    void edit(PromptId waiting, String seen, String text, Runnable done, Consumer<Problem> refused) {
        with.work()
                .start(
                        () -> with.link()
                                .call(
                                        SessionCalls.CHANGE_PROMPT,
                                        place(waiting),
                                        PromptChange.text(text).ifStill(seen)),
                        _ -> done.run(),
                        refused);
    }

    void move(PromptId waiting, int position) {
        change(waiting, PromptChange.position(position));
    }

    void insertNow(PromptId waiting) {
        change(waiting, PromptChange.mode(PromptMode.INSERT));
    }

    /// Starts what waits, which a stop or a failure holds.
    void resume() {
        with.work()
                .start(
                        () -> with.link().call(SessionCalls.RESUME, Map.of("id", session.value())),
                        _ -> {},
                        this::refused);
    }

    /// Withdraws a prompt, and offers to send it again.
    /// @param position where it stands in the queue
    void withdraw(Prompt waiting, int position) {
        with.work()
                .start(
                        () -> with.link().call(SessionCalls.WITHDRAW_PROMPT, place(waiting.id())),
                        _ -> with.notices().undo(Words.text("queue.withdrawn"), () -> bringBack(waiting, position)),
                        this::refused);
    }

    /// Words whose prompt has gone while they were written become a draft.
    void keepWords(String words) {
        if (!editor.putBack(new Written(words, List.of()))) {
            editor.add(words);
        }
        editor.problem()
                .set(Optional.of(Problem.conflict(
                        "prompt-not-waiting", Words.text("queue.gone"), Words.text("queue.gone.detail"))));
    }

    /// Fetches its files, and sends it to its place again. While nothing runs, that would start a turn: then it becomes
    /// a draft.
    private void bringBack(Prompt prompt, int position) {
        with.work()
                .start(
                        () -> new Written(prompt.text(), files(prompt)),
                        written -> {
                            if (working.get()) {
                                sendAgain(prompt, written, position);
                            } else if (!editor.putBack(written)) {
                                editor.add(written.text());
                                editor.attachments().addAll(written.attachments());
                            }
                        },
                        this::refused);
    }

    private List<NewAttachment> files(Prompt prompt) {
        // The text of a command is joined by the server again.
        return prompt.attachments().stream()
                .filter(file -> !file.mediaType().equals(COMMAND_TEXT))
                .map(file -> new NewAttachment(
                        file.name(),
                        file.mediaType(),
                        Base64.getEncoder().encodeToString(with.link().blob(session, file.blob()))))
                .toList();
    }

    private void sendAgain(Prompt prompt, Written written, int position) {
        PromptId id = new PromptId(UUID.randomUUID().toString());
        SessionCalls.NewPrompt again = new SessionCalls.NewPrompt(
                Optional.of(id), written.text(), Optional.of(prompt.mode()), written.attachments(), prompt.model());
        with.work()
                .start(
                        () -> {
                            with.link().call(SessionCalls.PROMPT, Map.of("id", session.value()), again);
                            return with.link()
                                    .call(SessionCalls.CHANGE_PROMPT, place(id), PromptChange.position(position));
                        },
                        _ -> {},
                        this::refused);
    }

    private void change(PromptId waiting, PromptChange change) {
        with.work()
                .start(
                        () -> with.link().call(SessionCalls.CHANGE_PROMPT, place(waiting), change),
                        _ -> {},
                        this::refused);
    }

    private Map<String, String> place(PromptId waiting) {
        return Map.of("id", session.value(), "prompt", waiting.value());
    }

    private void refused(Problem why) {
        editor.problem().set(Optional.of(why));
    }
}
