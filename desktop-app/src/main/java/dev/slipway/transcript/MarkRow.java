package dev.slipway.transcript;

import dev.slipway.control.Avatar;
import dev.slipway.control.Nodes;
import dev.slipway.control.Times;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.*;
import dev.slipway.model.fleet.HostId;
import dev.slipway.navigation.Destination;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/// Something that happened, in one line: a commit, a pull request, a sandbox, the end of a turn.
final class MarkRow extends RowView {
    private final StackPane icon = new StackPane();
    private final Label text = Nodes.label("", "mark-text");
    private final Label time = Nodes.label("", "row-time");
    private final HBox people = new HBox(-4);
    private final StackPane action = new StackPane();
    private final HBox line = new HBox(8, icon, text, people, time, action);
    private final Desk desk;

    MarkRow(Desk desk) {
        super("mark-row");
        this.desk = desk;
        people.setAlignment(Pos.CENTER);
        line.setAlignment(Pos.CENTER_LEFT);
        text.setMinWidth(0);
        time.setMinWidth(USE_PREF_SIZE);
        content(line);
    }

    /// @param style a class that gives it a colour
    private record Mark(Icon icon, String text, String style, Destination to) {
        static Mark of(Icon icon, String text, String style) {
            return new Mark(icon, text, style, new Destination.Home());
        }
    }

    @Override
    void show(Item item) {
        if (!(item instanceof Item.Kept kept)) {
            return;
        }
        Mark mark = mark(kept.row().first().event());
        icon.getChildren().setAll(mark.icon().node(14));
        text.setText(mark.text());
        time.setText(Times.clock(kept.row().first().at()));
        line.getStyleClass().setAll("mark-line", "mark-" + mark.style());
        boolean leads = !(mark.to() instanceof Destination.Home);
        line.setOnMouseClicked(leads ? _ -> desk.outside().go().accept(mark.to()) : null);
        line.setCursor(leads ? javafx.scene.Cursor.HAND : javafx.scene.Cursor.DEFAULT);
        showPeople(kept.row().first().event());
        action.getChildren().clear();
        if (kept.row().first().event() instanceof TurnStopped
                || kept.row().first().event() instanceof TurnInterrupted) {
            action.getChildren().add(ProblemRow.resume(desk, kept.row().first().seq()));
        }
    }

    private void showPeople(SessionEvent event) {
        people.getChildren().clear();
        if (event instanceof CommitCreated commit) {
            people.getChildren().add(new Avatar(commit.author(), 18));
            commit.coAuthors().forEach(author -> people.getChildren().add(new Avatar(author, 18)));
        }
        Nodes.show(people, !people.getChildren().isEmpty());
    }

    /// What a row says.
    static String words(SessionEvent event) {
        return mark(event).text();
    }

    private static Mark mark(SessionEvent event) {
        return switch (event) {
            case SessionCreated e ->
                Mark.of(
                        Icon.CHAT,
                        Words.text(
                                "mark.created",
                                e.creator().name(),
                                e.repository().value(),
                                e.base().value()),
                        "quiet");
            case ModelChosen e ->
                Mark.of(
                        Icon.SPARK,
                        Words.text("mark.model", e.by().name(), e.model().value()),
                        "quiet");
            case SandboxReady e -> Mark.of(Icon.BOX, ready(e), "quiet");
            case SandboxReleased e -> Mark.of(Icon.BOX, Words.text("mark.released", e.reason()), "quiet");
            case SandboxRestored e ->
                Mark.of(Icon.BOX, Words.text("mark.restored", Times.clock(e.taken()), e.reason()), "quiet");
            case SessionForked e ->
                Mark.of(
                        Icon.BOX,
                        e.taken()
                                .map(taken -> Words.text(
                                        "mark.forked", e.by().name(), e.from().value(), Times.clock(taken)))
                                .orElseGet(() -> Words.text(
                                        "mark.forkedBranch",
                                        e.by().name(),
                                        e.from().value())),
                        "quiet");
            case FilesOvertaken e -> Mark.of(Icon.WARNING, overtaken(e), "quiet");
            case ToolCallWaited e ->
                Mark.of(Icon.BOX, Words.text("mark.waited." + e.waitedFor().name(), Times.took(e.took())), "quiet");
            case ConversationCompacted e -> Mark.of(Icon.LIST, Words.text("mark.compacted", e.tokensBefore()), "quiet");
            case TurnCompleted e -> Mark.of(Icon.CHECK, Words.text("mark.completed", Times.took(e.took())), "quiet");
            case TurnStopped e -> Mark.of(Icon.STOP, stopped(e), "warning");
            case TurnInterrupted e ->
                Mark.of(
                        Icon.WARNING,
                        Words.text("mark.interrupted") + (e.left().isEmpty() ? "" : " " + String.join(" ", e.left())),
                        "warning");
            case CommitCreated e ->
                Mark.of(
                        Icon.COMMIT,
                        Words.text(
                                "mark.commit",
                                e.commit().abbreviated(),
                                e.subject(),
                                e.stat().additions(),
                                e.stat().deletions()),
                        "code");
            case PullRequestOpened e ->
                new Mark(
                        Icon.PULL_REQUEST,
                        Words.text("mark.opened", e.pullRequest().number(), e.title()),
                        "open",
                        new Destination.PullRequest(e.pullRequest()));
            case PullRequestReviewed e ->
                new Mark(
                        Icon.EYE,
                        Words.text(
                                "mark.review." + e.verdict().name(),
                                e.author().name(),
                                e.pullRequest().number()),
                        "open",
                        new Destination.PullRequest(e.pullRequest()));
            case PullRequestMerged e ->
                new Mark(
                        Icon.MERGE,
                        Words.text("mark.merged", e.by().name(), e.pullRequest().number()),
                        "merged",
                        new Destination.PullRequest(e.pullRequest()));
            case PullRequestClosed e ->
                Mark.of(
                        Icon.CLOSE,
                        Words.text("mark.closed", e.by().name(), e.pullRequest().number()),
                        "warning");
            case PullRequestReopened e ->
                Mark.of(
                        Icon.PULL_REQUEST,
                        Words.text(
                                "mark.reopened", e.by().name(), e.pullRequest().number()),
                        "open");
            default -> Mark.of(Icon.INFO, Words.text("mark.unknown"), "quiet");
        };
    }

    /// On another machine than the server's own it says which, and why that one.
    private static String ready(SandboxReady e) {
        String took = Times.took(e.took());
        return e.host()
                .filter(host -> !host.equals(HostId.LOCAL))
                .map(host -> Words.text("mark.sandboxOn", took, e.isolation(), host.value())
                        + e.reason().map(why -> " · " + why).orElse(""))
                .orElseGet(() -> Words.text("mark.sandbox", took, e.isolation()));
    }

    private static String overtaken(FilesOvertaken e) {
        return Words.text(
                e.more() > 0 ? "mark.overtakenMore" : "mark.overtaken",
                e.branch().value(),
                e.commit().abbreviated(),
                String.join(", ", e.files()),
                e.more());
    }

    private static String stopped(TurnStopped e) {
        return Words.text("mark.stopped", e.by().value())
                + " "
                + (e.left().isEmpty() ? Words.text("mark.nothingLeft") : String.join(" ", e.left()));
    }
}
