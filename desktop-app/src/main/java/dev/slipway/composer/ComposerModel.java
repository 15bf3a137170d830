package dev.slipway.composer;

import dev.slipway.composer.Courier.Progress;
import dev.slipway.editor.EditorModel;
import dev.slipway.editor.EditorModel.Written;
import dev.slipway.editor.LocalCommand;
import dev.slipway.editor.Sources;
import dev.slipway.link.LinkState;
import dev.slipway.mirror.Outbox;
import dev.slipway.mirror.Outbox.Waiting;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.model.wire.WritingCalls;
import dev.slipway.model.wire.WritingCalls.Command;
import dev.slipway.model.wire.WritingCalls.FileMatches;
import dev.slipway.words.Words;
import dev.slipway.work.Pulse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What a person writes to a session: when it is delivered, by which model, and what becomes of it until the server
/// has it.
public final class ComposerModel implements AutoCloseable {
    private static final long TYPING_EVERY_MILLIS = 2_000;
    private static final long SECOND_ESCAPE_MILLIS = 2_000;

    private final SessionId session;
    private final Surroundings with;
    private final EditorModel editor;
    private final QueueModel queue;
    private final BooleanProperty insert = new SimpleBooleanProperty();
    private final BooleanProperty working = new SimpleBooleanProperty();
    private final BooleanProperty stopping = new SimpleBooleanProperty();
    private final BooleanProperty stopAsked = new SimpleBooleanProperty();
    private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper enterSends = new ReadOnlyBooleanWrapper();
    private final ObservableList<Waiting> unsent = FXCollections.observableArrayList();
    private final ObservableList<ServerCalls.Model> models = FXCollections.observableArrayList();
    private final ObjectProperty<Optional<ModelName>> model = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<ModelName>> nextModel = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<Progress>> progress = new SimpleObjectProperty<>(Optional.empty());
    private final Pulse pulse = new Pulse(this::showProgress);
    private final List<Pin> pins;
    private volatile Optional<Progress> latest = Optional.empty();
    private long typedAt;
    private long escapedAt;

    public ComposerModel(SessionId session, Surroundings with) {
        this.session = session;
        this.with = with;
        editor = new EditorModel(session.value(), with.mirror(), with.work(), new OfSession(), with.habits());
        editor.onTyped(this::typed);
        queue = new QueueModel(session, with, editor, working);
        enterSends.bind(with.habits().enterSends());
        connected.set(with.link().state() instanceof LinkState.Connected);
        showUnsent();
        pins = List.of(
                with.courier().onChange(() -> Platform.runLater(this::showUnsent)),
                with.courier().onProgress(this::goes),
                with.link()
                        .onState(
                                state -> Platform.runLater(() -> connected.set(state instanceof LinkState.Connected))));
    }

    /// Sends what is written, or does it if it is a command of this window.
    void send() {
        stopAsked.set(false);
        if (editor.written().isEmpty() || editor.runLocal()) {
            return;
        }
        Written written = editor.take();
        boolean inserted = insert.get() && working.get();
        SessionCalls.NewPrompt prompt = new SessionCalls.NewPrompt(
                Optional.of(new PromptId(UUID.randomUUID().toString())),
                written.text(),
                Optional.of(inserted ? PromptMode.INSERT : PromptMode.QUEUE),
                written.attachments(),
                nextModel.get());
        nextModel.set(Optional.empty());
        with.courier().send(new Waiting(session, prompt, with.clock().instant()));
    }

    /// Adds words to what is written, such as a comment on a line.
    public void add(String words) {
        editor.add(words);
    }

    /// Says why something that was asked for here does not go.
    public void refuse(Problem why) {
        editor.problem().set(Optional.of(why));
    }

    /// Where to ask for what was written before, the newest first.
    public void remember(Supplier<List<String>> prompts) {
        editor.remember(prompts);
    }

    /// Commands beside those of the composer itself: `/stop`, `/model` and `/help`.
    public void offer(List<LocalCommand> more) {
        List<LocalCommand> all = new ArrayList<>();
        all.add(new LocalCommand("stop", Words.text("composer.command.stop"), "", _ -> stop()));
        all.add(new LocalCommand(
                "model",
                Words.text("composer.command.model"),
                Words.text("composer.command.model.argument"),
                this::chooseModel));
        all.addAll(more);
        editor.offer(all);
    }

    /// Asks the agent to stop.
    public void stop() {
        stopAsked.set(false);
        if (!working.get() || stopping.get()) {
            return;
        }
        stopping.set(true);
        with.work()
                .start(
                        () -> with.link().call(SessionCalls.STOP, Map.of("id", session.value())),
                        _ -> stopping.set(false),
                        why -> {
                            stopping.set(false);
                            editor.problem().set(Optional.of(why));
                        });
    }

    /// Stops at the second time within two seconds, so that no one stops an agent by mistake.
    void escape() {
        long now = with.clock().millis();
        if (!working.get()) {
            editor.problem().set(Optional.empty());
        } else if (stopAsked.get() && now - escapedAt < SECOND_ESCAPE_MILLIS) {
            stop();
        } else {
            escapedAt = now;
            stopAsked.set(true);
        }
    }

    /// Asks the server which models there are.
    void loadModels() {
        with.work()
                .start(
                        () -> with.link().call(ServerCalls.MODELS, Map.of()).models(),
                        models::setAll,
                        why -> editor.problem().set(Optional.of(why)));
    }

    /// Chooses the model of the turns to come.
    void choose(ModelName chosen) {
        nextModel.set(Optional.empty());
        Optional<ModelName> before = model.get();
        model.set(Optional.of(chosen));
        SessionCalls.SessionChange change =
                new SessionCalls.SessionChange(Optional.empty(), Optional.of(chosen), Optional.empty());
        with.work()
                .start(
                        () -> with.link().call(SessionCalls.CHANGE, Map.of("id", session.value()), change),
                        changed -> model.set(Optional.of(changed.model())),
                        why -> {
                            model.set(before);
                            editor.problem().set(Optional.of(why));
                        });
    }

    /// Chooses the model of the turn that the next prompt starts.
    void chooseForNext(ModelName chosen) {
        nextModel.set(Optional.of(chosen).filter(name -> !model.get().equals(Optional.of(name))));
    }

    private void chooseModel(String words) {
        if (words.isEmpty()) {
            loadModels();
            return;
        }
        with.work()
                .start(
                        () -> with.link().call(ServerCalls.MODELS, Map.of()).models(),
                        found -> {
                            models.setAll(found);
                            found.stream()
                                    .filter(one ->
                                            one.usable() && one.name().value().contains(words))
                                    .findFirst()
                                    .ifPresentOrElse(
                                            one -> choose(one.name()),
                                            () -> editor.problem()
                                                    .set(Optional.of(Problem.unknown(
                                                            "unknown-model",
                                                            Words.text("composer.noModel"),
                                                            Words.text("composer.noModel.detail", words)))));
                        },
                        why -> editor.problem().set(Optional.of(why)));
    }

    /// Takes back a prompt that has not left this computer, or that the server refused.
    void takeBack(Waiting waiting) {
        with.courier().takeBack(waiting.id());
        Written written = new Written(waiting.prompt().text(), waiting.prompt().attachments());
        if (!editor.putBack(written)) {
            with.notices()
                    .undo(
                            Words.text("queue.takenBack"),
                            () -> with.courier()
                                    .send(new Waiting(
                                            session,
                                            new SessionCalls.NewPrompt(
                                                    Optional.of(new PromptId(
                                                            UUID.randomUUID().toString())),
                                                    waiting.prompt().text(),
                                                    waiting.prompt().mode(),
                                                    waiting.prompt().attachments(),
                                                    waiting.prompt().model()),
                                            with.clock().instant())));
        }
    }

    /// Changes the words of a prompt that has not left this computer.
    void edit(Waiting waiting, String text) {
        with.courier().edit(waiting.id(), text);
    }

    @Override
    public void close() {
        pins.forEach(Pin::close);
    }

    private void typed() {
        long now = with.clock().millis();
        if (now - typedAt > TYPING_EVERY_MILLIS) {
            typedAt = now;
            with.link().typing(session);
        }
    }

    private void showUnsent() {
        List<Waiting> ours = with.courier().waiting().stream()
                .filter(waiting -> waiting.session().equals(session))
                .toList();
        // What was refused is a draft again, if there is room for one; else it keeps its place below the queue.
        ours.stream()
                .filter(waiting -> waiting.state() == Outbox.State.REFUSED)
                .findFirst()
                .filter(refused -> editor.putBack(
                        new Written(refused.prompt().text(), refused.prompt().attachments())))
                .ifPresent(refused -> {
                    editor.problem().set(refused.refusal());
                    with.courier().takeBack(refused.id());
                });
        unsent.setAll(with.courier().waiting().stream()
                .filter(waiting -> waiting.session().equals(session))
                .toList());
        if (unsent.isEmpty()) {
            progress.set(Optional.empty());
        }
    }

    private void goes(Progress now) {
        latest = Optional.of(now);
        pulse.ask();
    }

    private void showProgress() {
        progress.set(latest);
    }

    private final class OfSession implements Sources {
        @Override
        public FileMatches files(String query) {
            return with.link()
                    .call(
                            WritingCalls.SESSION_FILES,
                            Map.of(
                                    "id",
                                    session.value(),
                                    "query",
                                    query.substring(0, Math.min(100, query.length())),
                                    "limit",
                                    "50"));
        }

        @Override
        public List<Command> commands() {
            return with.link()
                    .call(WritingCalls.SESSION_COMMANDS, Map.of("id", session.value()))
                    .commands();
        }
    }

    /// Whether Enter sends; else Ctrl+Enter does.
    ReadOnlyBooleanProperty enterSends() {
        return enterSends.getReadOnlyProperty();
    }

    EditorModel editor() {
        return editor;
    }

    QueueModel queue() {
        return queue;
    }

    StringProperty text() {
        return editor.text();
    }

    /// Whether a prompt enters the turn that runs rather than waiting for its end.
    BooleanProperty insert() {
        return insert;
    }

    /// Whether a turn runs.
    public BooleanProperty working() {
        return working;
    }

    /// The session's model.
    public ObjectProperty<Optional<ModelName>> model() {
        return model;
    }

    /// The model of the turn that the next prompt starts, if it is another one than the session's.
    ObjectProperty<Optional<ModelName>> nextModel() {
        return nextModel;
    }

    ObservableList<ServerCalls.Model> models() {
        return models;
    }

    BooleanProperty stopping() {
        return stopping;
    }

    /// Whether one more Escape stops the agent.
    BooleanProperty stopAsked() {
        return stopAsked;
    }

    ReadOnlyBooleanProperty connected() {
        return connected.getReadOnlyProperty();
    }

    /// Prompts that have not left this computer.
    ObservableList<Waiting> unsent() {
        return unsent;
    }

    /// How far the prompt is that goes just now.
    ObjectProperty<Optional<Progress>> progress() {
        return progress;
    }

    ObjectProperty<Optional<Problem>> problem() {
        return editor.problem();
    }
}
