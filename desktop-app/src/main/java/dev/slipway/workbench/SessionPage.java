package dev.slipway.workbench;

import dev.slipway.code.ChangesModel;
import dev.slipway.code.ChangesView;
import dev.slipway.composer.ComposerModel;
import dev.slipway.composer.ComposerView;
import dev.slipway.control.EmptyState;
import dev.slipway.control.Nodes;
import dev.slipway.editor.LocalCommand;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.navigation.Destination;
import dev.slipway.navigation.Navigator;
import dev.slipway.people.Presence;
import dev.slipway.people.TypingView;
import dev.slipway.theme.Icon;
import dev.slipway.transcript.Activity;
import dev.slipway.transcript.Outside;
import dev.slipway.transcript.TranscriptModel;
import dev.slipway.transcript.TranscriptView;
import dev.slipway.words.Words;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// A session: what it is on top, its transcript, and the composer below.
public final class SessionPage extends SplitPane implements AutoCloseable {
    private static final double SHARE = 0.52;

    private final TranscriptModel transcript;
    private final ComposerModel composer;
    private final ComposerView composerView;
    private final TranscriptView view;
    private final SessionHead head;
    private final TypingView typing;
    private final Subscription watching;
    private final ChangesModel changes;
    private final ToggleButton showChanges = new ToggleButton(Words.text("session.changes"));

    /// @param presence who else is here
    /// @param outside  what the transcript asks of the world
    public SessionPage(
            SessionHead head,
            TranscriptModel transcript,
            ComposerModel composer,
            ChangesModel changes,
            ObservableValue<Presence> presence,
            Navigator navigator,
            Outside outside) {
        this.transcript = transcript;
        this.composer = composer;
        this.changes = changes;
        this.head = head;
        getStyleClass().addAll("workbench", "session-page");
        view = new TranscriptView(transcript, outside);
        VBox.setVgrow(view, Priority.ALWAYS);
        composer.offer(commands(head.summary(), navigator));
        composerView = new ComposerView(composer, transcript.queue());
        typing = new TypingView(presence);
        VBox talk = new VBox(head, view, typing, composerView);
        talk.setMinWidth(400);
        getItems().add(talk);
        showChanges.getStyleClass().add("chip");
        showChanges.setGraphic(Icon.PANEL.node(14));
        showChanges.setMinWidth(USE_PREF_SIZE);
        showChanges.selectedProperty().subscribe(this::turnChanges);
        showChanges.setAccessibleText(showChanges.getText());
        showChanges.setTooltip(new Tooltip(Words.text("command.changes")));
        head.add(showChanges);
        watching = transcript
                .activity()
                .subscribe(this::turnIs)
                .and(head.summary()
                        .subscribe(
                                now -> now.ifPresent(session -> composer.model().set(Optional.of(session.model())))));
    }

    private List<LocalCommand> commands(ObservableValue<Optional<SessionSummary>> summary, Navigator navigator) {
        return List.of(
                new LocalCommand("diff", Words.text("composer.command.diff"), "", _ -> toggleChanges()),
                new LocalCommand(
                        "pr",
                        Words.text("composer.command.pr"),
                        "",
                        _ -> summary.getValue()
                                .flatMap(SessionSummary::pullRequest)
                                .ifPresentOrElse(
                                        ref -> navigator.go(new Destination.PullRequest(ref)),
                                        () -> composer.refuse(Problem.unknown(
                                                "no-pull-request",
                                                Words.text("composer.noPull"),
                                                Words.text("composer.noPull.detail"))))),
                new LocalCommand(
                        "new", Words.text("composer.command.new"), "", _ -> navigator.go(new Destination.NewSession())),
                new LocalCommand("help", Words.text("composer.command.help"), "", _ -> composer.add("/")));
    }

    private void turnIs(Activity activity) {
        composer.working().set(activity.kind() != Activity.Kind.RESTING);
        boolean settled = activity.kind() == Activity.Kind.STARTING || activity.kind() == Activity.Kind.RESTING;
        if (showChanges.isSelected()) {
            if (settled) {
                changes.load();
            } else {
                changes.refreshSoon();
            }
        }
    }

    private void turnChanges(boolean shown) {
        if (shown) {
            changes.load();
            getItems().add(new ChangesView(changes));
            setDividerPositions(SHARE);
        } else if (getItems().size() > 1) {
            getItems().remove(1);
        }
    }

    void jumpToLatest() {
        view.jumpToLatest();
    }

    /// Opens the bar in which words are looked for.
    void find() {
        view.openFind();
    }

    /// Goes to the next prompt, or to the one before.
    void toPrompt(boolean next) {
        view.toPrompt(next);
    }

    /// Shows where an event stands in the transcript.
    void showMoment(long seq) {
        view.showMoment(seq);
    }

    /// Shows a line of a file, beside the transcript.
    /// @param line from 1; 0 for its beginning
    void showFile(String path, int line) {
        changes.want(path, line);
        showChanges.setSelected(true);
    }

    /// Shows or hides what the session changed.
    void toggleChanges() {
        showChanges.setSelected(!showChanges.isSelected());
    }

    /// Begins to write another title.
    void rename() {
        head.rename();
    }

    /// Says that there is nothing to show, and why.
    public void absent(Problem why, Runnable back) {
        getItems()
                .setAll(new EmptyState(
                        Icon.LINK,
                        why.title(),
                        why.detail() + why.remedy().map(remedy -> "\n" + remedy).orElse(""),
                        Nodes.button(Words.text("session.absent.back"), back, "accent")));
    }

    void focus() {
        composerView.focus();
    }

    @Override
    public void close() {
        watching.unsubscribe();
        head.close();
        typing.close();
        transcript.close();
        composer.close();
    }
}
