package dev.slipway.workbench;

import dev.slipway.code.ChangesModel;
import dev.slipway.code.ChangesView;
import dev.slipway.composer.ComposerModel;
import dev.slipway.composer.ComposerView;
import dev.slipway.control.Copying;
import dev.slipway.control.Nodes;
import dev.slipway.editor.LocalCommand;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.navigation.Destination;
import dev.slipway.navigation.Navigator;
import dev.slipway.theme.Icon;
import dev.slipway.transcript.Activity;
import dev.slipway.transcript.Outside;
import dev.slipway.transcript.TranscriptModel;
import dev.slipway.transcript.TranscriptView;
import dev.slipway.words.Words;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// A session: what it is on top, its transcript, and the composer below.
public final class SessionPage extends SplitPane implements AutoCloseable {
    private static final double SHARE = 0.52;

    private final TranscriptModel transcript;
    private final ComposerModel composer;
    private final ComposerView composerView;
    private final TranscriptView view;
    private final Navigator navigator;
    private final URI server;
    private final Label title = Nodes.label("", "session-page-title");
    private final HBox facts = new HBox(12);
    private final HBox actions = new HBox(6);
    private final Subscription watching;
    private final ChangesModel changes;
    private final ToggleButton showChanges = new ToggleButton(Words.text("session.changes"));

    /// @param outside what the transcript asks of the world
    public SessionPage(
            ObservableValue<Optional<SessionSummary>> summary,
            TranscriptModel transcript,
            ComposerModel composer,
            ChangesModel changes,
            Navigator navigator,
            Outside outside) {
        this.transcript = transcript;
        this.composer = composer;
        this.changes = changes;
        this.navigator = navigator;
        this.server = outside.server();
        getStyleClass().addAll("workbench", "session-page");
        view = new TranscriptView(transcript, outside);
        VBox.setVgrow(view, Priority.ALWAYS);
        composer.offer(commands(summary));
        composerView = new ComposerView(composer, transcript.queue());
        VBox talk = new VBox(head(), view, composerView);
        talk.setMinWidth(400);
        getItems().add(talk);
        showChanges.getStyleClass().add("chip");
        showChanges.setGraphic(Icon.PANEL.node(14));
        showChanges.selectedProperty().subscribe(this::turnChanges);
        watching = summary.subscribe(now -> now.ifPresent(this::show))
                .and(transcript.activity().subscribe(this::turnIs));
    }

    private List<LocalCommand> commands(ObservableValue<Optional<SessionSummary>> summary) {
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

    /// Shows a file that the session changed.
    void showFile(String path) {
        changes.want(path);
        showChanges.setSelected(true);
    }

    /// Shows or hides what the session changed.
    void toggleChanges() {
        showChanges.setSelected(!showChanges.isSelected());
    }

    void focus() {
        composerView.focus();
    }

    @Override
    public void close() {
        watching.unsubscribe();
        transcript.close();
        composer.close();
    }

    private HBox head() {
        title.setMinWidth(0);
        facts.setAlignment(Pos.CENTER_LEFT);
        facts.getStyleClass().add("facts");
        VBox words = new VBox(3, title, facts);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        actions.setAlignment(Pos.CENTER_RIGHT);
        actions.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(12, words, actions);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("session-page-head");
        return head;
    }

    private void show(SessionSummary session) {
        title.setText(session.title());
        composer.model().set(Optional.of(session.model()));
        facts.getChildren()
                .setAll(
                        Nodes.tag(Icon.REPOSITORY, session.repository().value(), "fact"),
                        Nodes.tag(Icon.BRANCH, session.branch().value(), "fact"),
                        Nodes.tag(Icon.SPARK, session.model().value(), "fact"),
                        Nodes.label(cost(session), "fact"));
        facts.getChildren().forEach(fact -> ((Label) fact).setMinWidth(0));
        ((Label) facts.getChildren().getFirst()).setMinWidth(USE_PREF_SIZE);
        ((Label) facts.getChildren().getLast()).setMinWidth(USE_PREF_SIZE);
        if (session.rehearsal()) {
            facts.getChildren().addFirst(Nodes.label(Words.text("session.rehearsal"), "badge", "badge-rehearsal"));
        }
        actions.getChildren().clear();
        session.pullRequest().ifPresent(ref -> {
            String state = session.pullRequestState().map(Enum::name).orElse("OPEN");
            var button = Nodes.button(
                    Words.text("session.pull." + state, ref.number()),
                    () -> navigator.go(new Destination.PullRequest(ref)),
                    "small",
                    "pull-button",
                    "pull-" + state.toLowerCase(Locale.ROOT));
            button.setGraphic((state.equals("MERGED") ? Icon.MERGE : Icon.PULL_REQUEST).node(14));
            actions.getChildren().add(button);
        });
        actions.getChildren().add(showChanges);
        actions.getChildren()
                .add(Nodes.iconButton(
                        Icon.LINK,
                        Words.text("session.copyLink"),
                        () -> Copying.copy(new Destination.Session(session.id())
                                .link(server)
                                .toString())));
    }

    private static String cost(SessionSummary session) {
        String amount =
                String.format(Locale.ROOT, "$%.2f", session.cost().known().microUsd() / 1e6);
        return session.cost().complete() ? amount : Words.text("session.costAtLeast", amount);
    }
}
