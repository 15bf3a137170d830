package dev.slipway.editor;

import dev.slipway.mirror.Mirror;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.SessionCalls.NewAttachment;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/// A prompt that is being written: text and files, kept as a draft of its place that survives a restart.
public final class EditorModel {
    /// More characters than anyone types: they go as a file, which the model reads in part and people fold away.
    static final int LONGEST_PASTE = 16_000;
    /// What a text can hold after all, if the person wants it there.
    static final int LONGEST_TEXT = 200_000;

    /// A prompt as far as it is written.
    public record Written(String text, List<NewAttachment> attachments) {
        public Written {
            attachments = List.copyOf(attachments);
        }

        public boolean isEmpty() {
            return text.isBlank() && attachments.isEmpty();
        }
    }

    private record Enclosed(List<NewAttachment> attachments) {}

    private final String place;
    private final Mirror mirror;
    private final Work work;
    private final Habits habits;
    private final History history = new History();
    private final Suggestions suggestions;
    private final StringProperty text = new SimpleStringProperty("");
    private final ObservableList<NewAttachment> attachments = FXCollections.observableArrayList();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final Set<NewAttachment> pastedTexts = Collections.newSetFromMap(new IdentityHashMap<>());
    private Runnable typed = () -> {};
    private Runnable written = () -> {};
    private int pasted;

    /// @param place whose draft it is: a session's id, or another word
    public EditorModel(String place, Mirror mirror, Work work, Sources sources, Habits habits) {
        this.place = place;
        this.mirror = mirror;
        this.work = work;
        this.habits = habits;
        this.suggestions = new Suggestions(work, sources, history);
        text.set(mirror.draft(place).orElse(""));
        mirror.draft(enclosed())
                .ifPresent(json ->
                        attachments.setAll(Json.read(json, Enclosed.class).attachments()));
        text.addListener((_, _, now) -> changed(now));
        attachments.addListener((ListChangeListener<NewAttachment>) _ -> keepAttachments());
    }

    /// Calls `action` whenever the person has changed the text.
    public void onTyped(Runnable action) {
        typed = action;
    }

    /// Calls `action` when something else than a key has written.
    void onWritten(Runnable action) {
        written = action;
    }

    /// Where to ask for what was sent before, the newest first.
    public void remember(Supplier<List<String>> texts) {
        history.remember(texts);
    }

    /// The commands that this window does itself.
    public void offer(List<LocalCommand> commands) {
        suggestions.offer(commands);
    }

    /// What is written, and leaves nothing behind but the history.
    public Written take() {
        Written written = new Written(text.get().strip(), attachments);
        history.sent(written.text());
        text.set("");
        attachments.clear();
        problem.set(Optional.empty());
        suggestions.done();
        return written;
    }

    public Written written() {
        return new Written(text.get().strip(), attachments);
    }

    /// Does the command that is written, if it is one of this window's.
    /// @return whether it was one
    public boolean runLocal() {
        String words = text.get().strip();
        int end = words.indexOf(' ');
        String name = end < 0 ? words : words.substring(0, end);
        Optional<LocalCommand> command = words.contains("\n")
                ? Optional.empty()
                : suggestions.locals().stream()
                        .filter(local -> name.equals("/" + local.name()))
                        .findFirst();
        command.ifPresent(local -> {
            text.set("");
            suggestions.done();
            local.action().accept(end < 0 ? "" : words.substring(end).strip());
        });
        return command.isPresent();
    }

    /// Writes something that had been sent; what the person writes now is left alone.
    /// @return false when something is written
    public boolean putBack(Written back) {
        if (!written().isEmpty()) {
            return false;
        }
        text.set(back.text());
        attachments.setAll(back.attachments());
        written.run();
        return true;
    }

    /// Adds words to what is written, such as a comment on a line.
    public void add(String words) {
        text.set(text.get().isBlank() ? words : text.get().stripTrailing() + "\n\n" + words);
        written.run();
    }

    /// Adds files, which are read in the background.
    public void attach(List<Path> files) {
        work.start(
                () -> Enclosures.read(files, List.copyOf(attachments)),
                read -> {
                    attachments.addAll(read.taken());
                    problem.set(read.problems().stream().findFirst());
                },
                why -> problem.set(Optional.of(why)));
    }

    /// Adds what is in memory already, such as a pasted image.
    public void attach(String name, String mediaType, byte[] content) {
        try {
            Enclosures.check(name, content.length, attachments);
            attachments.add(Enclosures.attachment(name, mediaType, content));
        } catch (ProblemException e) {
            problem.set(Optional.of(e.problem()));
        }
    }

    /// Takes a text from the clipboard that is too long to be written.
    /// @return false when it is not
    boolean attachIfLong(String words) {
        if (words.length() <= LONGEST_PASTE) {
            return false;
        }
        pasted++;
        int before = attachments.size();
        attach(Words.text("editor.pastedText", pasted), "text/plain", words.getBytes(StandardCharsets.UTF_8));
        if (words.length() <= LONGEST_TEXT && attachments.size() > before) {
            pastedTexts.add(attachments.getLast());
            // So that it shows the way back into the text.
            attachments.set(before, attachments.getLast());
        }
        return true;
    }

    /// Whether a file is a pasted text that could stand in the text after all.
    boolean canBeWritten(NewAttachment attachment) {
        return pastedTexts.contains(attachment);
    }

    /// Writes a pasted text after all.
    void write(NewAttachment attachment) {
        if (pastedTexts.remove(attachment)) {
            attachments.remove(attachment);
            add(new String(Base64.getDecoder().decode(attachment.content()), StandardCharsets.UTF_8));
        }
    }

    void remove(NewAttachment attachment) {
        attachments.remove(attachment);
    }

    History history() {
        return history;
    }

    Suggestions suggestions() {
        return suggestions;
    }

    Habits habits() {
        return habits;
    }

    Work work() {
        return work;
    }

    public StringProperty text() {
        return text;
    }

    public ObservableList<NewAttachment> attachments() {
        return attachments;
    }

    /// What does not go, in words.
    public ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }

    private void changed(String now) {
        mirror.writeDraft(place, now);
        work.inOrder(() -> mirror.keepDraft(place));
        if (!now.isBlank()) {
            typed.run();
        }
    }

    private void keepAttachments() {
        List<NewAttachment> now = List.copyOf(attachments);
        work.inOrder(() -> {
            mirror.writeDraft(enclosed(), now.isEmpty() ? "" : Json.write(new Enclosed(now)));
            mirror.keepDraft(enclosed());
        });
    }

    private String enclosed() {
        return place + "/attachments";
    }
}
