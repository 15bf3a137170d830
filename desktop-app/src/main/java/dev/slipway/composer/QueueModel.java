package dev.slipway.composer;

import dev.slipway.editor.EditorModel;
import dev.slipway.editor.EditorModel.Written;
import dev.slipway.model.SessionId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.model.wire.SessionCalls.PromptChange;
import dev.slipway.words.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;

/// What a person does with the prompts that wait at the server. The queue itself comes from the journal, so what was
/// done shows once it has happened.
final class QueueModel {
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
                        _ -> {
                            if (ComposerModel.isCommandText(waiting)) {
                                with.notices().undo(Words.text("queue.withdrawn"), () -> sendAgain(waiting, position));
                            }
                        },
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

    /// While nothing runs, sending would start a turn: then the words are only written again.
    private void sendAgain(Prompt prompt, int position) {
        if (!working.get()) {
            if (!editor.putBack(new Written(prompt.text(), List.of()))) {
                editor.add(prompt.text());
            }
            return;
        }
        PromptId id = new PromptId(UUID.randomUUID().toString());
        SessionCalls.NewPrompt again = new SessionCalls.NewPrompt(
                Optional.of(id), prompt.text(), Optional.of(prompt.mode()), List.of(), prompt.model());
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
