package dev.slipway.composer;

import dev.slipway.link.Link;
import dev.slipway.mirror.Mirror;
import dev.slipway.mirror.Outbox;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.model.wire.SessionCalls.NewAttachment;
import dev.slipway.work.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What a person writes to a session: text that survives a restart, attachments, when it is to be delivered, and what
/// was written before.
public final class ComposerModel implements AutoCloseable {
    private static final long TYPING_EVERY_MILLIS = 2_000;
    private static final long LARGEST = 10L * 1024 * 1024;
    private static final int REMEMBERED = 200;

    private final SessionId session;
    private final Link link;
    private final Mirror mirror;
    private final Work work;
    private final Courier courier;
    private final InstantSource clock;
    private final StringProperty text = new SimpleStringProperty("");
    private final BooleanProperty insert = new SimpleBooleanProperty();
    private final BooleanProperty working = new SimpleBooleanProperty();
    private final BooleanProperty stopping = new SimpleBooleanProperty();
    private final ObservableList<NewAttachment> attachments = FXCollections.observableArrayList();
    private final ObservableList<Outbox.Waiting> unsent = FXCollections.observableArrayList();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final List<String> history = new ArrayList<>();
    private final List<Pin> pins;
    private int recalled = -1;
    private long typedAt;

    public ComposerModel(SessionId session, Link link, Mirror mirror, Work work, Courier courier, InstantSource clock) {
        this.session = session;
        this.link = link;
        this.mirror = mirror;
        this.work = work;
        this.courier = courier;
        this.clock = clock;
        text.set(mirror.draft(session.value()).orElse(""));
        text.subscribe(this::typed);
        showUnsent();
        pins = List.of(
                courier.onChange(() -> Platform.runLater(this::showUnsent)),
                courier.onRefusal((waiting, why) -> Platform.runLater(() -> refused(waiting, why))));
    }

    /// Sends what is written, if anything is.
    void send() {
        String words = text.get().strip();
        if (words.isEmpty() && attachments.isEmpty()) {
            return;
        }
        SessionCalls.NewPrompt prompt = new SessionCalls.NewPrompt(
                Optional.of(new PromptId(UUID.randomUUID().toString())),
                words,
                Optional.of(insert.get() && working.get() ? PromptMode.INSERT : PromptMode.QUEUE),
                List.copyOf(attachments),
                Optional.empty());
        courier.send(new Outbox.Waiting(session, prompt, clock.instant()));
        if (!words.isEmpty()) {
            history.addFirst(words);
            if (history.size() > REMEMBERED) {
                history.removeLast();
            }
        }
        recalled = -1;
        text.set("");
        attachments.clear();
        problem.set(Optional.empty());
    }

    /// Adds words to what is written, such as a comment on a line.
    public void add(String words) {
        text.set(text.get().isBlank() ? words : text.get().stripTrailing() + "\n\n" + words);
    }

    /// Asks the agent to stop.
    void stop() {
        stopping.set(true);
        work.start(() -> link.call(SessionCalls.STOP, Map.of("id", session.value())), _ -> stopping.set(false), why -> {
            stopping.set(false);
            problem.set(Optional.of(why));
        });
    }

    /// Writes an older prompt into the field; false when there is none.
    /// @param older whether to go back rather than forth
    boolean recall(boolean older) {
        int next = recalled + (older ? 1 : -1);
        if (next >= history.size() || next < -1) {
            return false;
        }
        recalled = next;
        text.set(next < 0 ? "" : history.get(next));
        return true;
    }

    /// What was written before, the newest first.
    public void remember(List<String> prompts) {
        history.clear();
        history.addAll(prompts);
    }

    void attach(List<Path> files) {
        for (Path file : files) {
            try {
                if (Files.size(file) > LARGEST) {
                    throw Problem.of(
                                    Problem.Kind.TOO_LARGE,
                                    "attachment-too-large",
                                    "This file is too large to attach",
                                    file.getFileName() + " has more than 10 MiB.")
                            .withRemedy("Put it into the repository, or attach the part that matters.")
                            .toException();
                }
                String type = Optional.ofNullable(Files.probeContentType(file)).orElse("application/octet-stream");
                attach(file.getFileName().toString(), type, Files.readAllBytes(file));
            } catch (IOException e) {
                problem.set(Optional.of(Problem.unavailable(
                        "attachment-unreadable", "This file can't be read", file + ": " + e.getMessage())));
            } catch (ProblemException e) {
                problem.set(Optional.of(e.problem()));
            }
        }
    }

    void attach(String name, String mediaType, byte[] content) {
        attachments.add(new NewAttachment(name, mediaType, Base64.getEncoder().encodeToString(content)));
    }

    void edit(Prompt waiting, String changed) {
        change(waiting, SessionCalls.PromptChange.text(changed));
    }

    void move(Prompt waiting, int position) {
        change(waiting, SessionCalls.PromptChange.position(position));
    }

    void withdraw(Prompt waiting) {
        work.start(
                () -> link.call(
                        SessionCalls.WITHDRAW_PROMPT,
                        Map.of("id", session.value(), "prompt", waiting.id().value())),
                _ -> {},
                why -> problem.set(Optional.of(why)));
    }

    /// Takes back a prompt that has not left this computer.
    void takeBack(Outbox.Waiting waiting) {
        waiting.prompt().id().ifPresent(courier::takeBack);
        if (text.get().isBlank()) {
            text.set(waiting.prompt().text());
        }
    }

    @Override
    public void close() {
        pins.forEach(Pin::close);
    }

    private void change(Prompt waiting, SessionCalls.PromptChange change) {
        work.start(
                () -> link.call(
                        SessionCalls.CHANGE_PROMPT,
                        Map.of("id", session.value(), "prompt", waiting.id().value()),
                        change),
                _ -> {},
                why -> problem.set(Optional.of(why)));
    }

    private void typed(String now) {
        mirror.writeDraft(session.value(), now);
        work.inOrder(() -> mirror.keepDraft(session.value()));
        if (!now.isBlank() && clock.millis() - typedAt > TYPING_EVERY_MILLIS) {
            typedAt = clock.millis();
            link.typing(session);
        }
    }

    private void showUnsent() {
        unsent.setAll(courier.waiting().stream()
                .filter(waiting -> waiting.session().equals(session))
                .toList());
    }

    private void refused(Outbox.Waiting waiting, Problem why) {
        if (waiting.session().equals(session)) {
            problem.set(Optional.of(why));
            if (text.get().isBlank()) {
                text.set(waiting.prompt().text());
            }
        }
    }

    StringProperty text() {
        return text;
    }

    /// Whether a prompt enters the turn that runs rather than waiting for its end.
    BooleanProperty insert() {
        return insert;
    }

    /// Whether a turn runs.
    public BooleanProperty working() {
        return working;
    }

    BooleanProperty stopping() {
        return stopping;
    }

    ObservableList<NewAttachment> attachments() {
        return attachments;
    }

    /// Prompts that have not left this computer.
    ObservableList<Outbox.Waiting> unsent() {
        return unsent;
    }

    ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }
}
