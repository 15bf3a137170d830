package dev.slipway.workbench;

import dev.slipway.composer.ComposerModel;
import dev.slipway.composer.ComposerView;
import dev.slipway.control.Copying;
import dev.slipway.control.Nodes;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.navigation.Destination;
import dev.slipway.navigation.Navigator;
import dev.slipway.theme.Icon;
import dev.slipway.transcript.Activity;
import dev.slipway.transcript.TranscriptModel;
import dev.slipway.transcript.TranscriptView;
import dev.slipway.words.Words;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// A session: what it is on top, its transcript, and the composer below.
public final class SessionPage extends VBox implements AutoCloseable {
    private final TranscriptModel transcript;
    private final ComposerModel composer;
    private final ComposerView composerView;
    private final Navigator navigator;
    private final URI server;
    private final Label title = Nodes.label("", "session-page-title");
    private final HBox facts = new HBox(12);
    private final HBox actions = new HBox(6);
    private final Subscription watching;

    /// @param open   follows a link out of the transcript
    /// @param server the address that share links name
    public SessionPage(
            ObservableValue<Optional<SessionSummary>> summary,
            TranscriptModel transcript,
            ComposerModel composer,
            Navigator navigator,
            Consumer<String> open,
            URI server) {
        this.transcript = transcript;
        this.composer = composer;
        this.navigator = navigator;
        this.server = server;
        getStyleClass().add("session-page");
        TranscriptView view = new TranscriptView(transcript, open, navigator::go);
        VBox.setVgrow(view, Priority.ALWAYS);
        composerView = new ComposerView(composer, transcript.queue());
        getChildren().addAll(head(), view, composerView);
        watching = summary.subscribe(now -> now.ifPresent(this::show))
                .and(transcript
                        .activity()
                        .subscribe(activity -> composer.working().set(activity.kind() != Activity.Kind.RESTING)));
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
        facts.getChildren()
                .setAll(
                        Nodes.tag(Icon.REPOSITORY, session.repository().value(), "fact"),
                        Nodes.tag(Icon.BRANCH, session.branch().value(), "fact"),
                        Nodes.tag(Icon.SPARK, session.model().value(), "fact"),
                        Nodes.label(cost(session), "fact"));
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
