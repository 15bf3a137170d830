package dev.slipway.pullrequest;

import dev.slipway.control.Nodes;
import dev.slipway.control.Times;
import dev.slipway.model.code.CommitInfo;
import dev.slipway.model.code.Contributor;
import dev.slipway.model.forge.PullRequestDetail;
import dev.slipway.model.forge.PullRequestEvent;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Its commits with those who wrote them, and what happened to it.
final class HistorySection extends VBox {
    private static final int MOST = 50;

    HistorySection() {
        super(7);
    }

    void show(PullRequestDetail detail) {
        Nodes.show(this, true);
        getChildren().clear();
        if (!detail.commits().isEmpty()) {
            getChildren()
                    .add(Nodes.label(Words.text("pull.commits", detail.commits().size()), "field-label"));
            detail.commits().stream()
                    .limit(MOST)
                    .forEach(commit -> getChildren().add(commit(commit)));
        }
        Label title = Nodes.label(Words.text("pull.history"), "field-label");
        title.getStyleClass().add("section-next");
        getChildren().add(title);
        detail.timeline().reversed().stream()
                .limit(MOST)
                .forEach(event -> getChildren().add(event(event)));
    }

    private static Node commit(CommitInfo commit) {
        Label subject = Nodes.tag(Icon.COMMIT, commit.subject(), "commit-subject");
        subject.setMinWidth(0);
        HBox.setHgrow(subject, Priority.ALWAYS);
        subject.setMaxWidth(Double.MAX_VALUE);
        subject.setTooltip(new Tooltip(commit.message()));
        String people = Stream.concat(Stream.of(commit.author()), commit.coAuthors().stream())
                .map(Contributor::name)
                .distinct()
                .collect(Collectors.joining(", "));
        Label who = Nodes.label(people, "hint");
        who.setMinWidth(0);
        who.setMaxWidth(200);
        Label id = Nodes.label(commit.id().abbreviated(), "commit-id");
        id.setMinWidth(USE_PREF_SIZE);
        HBox row = new HBox(8, subject, who, id);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static Node event(PullRequestEvent event) {
        String who = event.by().map(author -> author.name()).orElse(Words.text("pull.someone"));
        Icon icon = switch (event.kind()) {
            case OPENED, REOPENED -> Icon.PULL_REQUEST;
            case PUSHED -> Icon.COMMIT;
            case APPROVED -> Icon.CHECK;
            case CHANGES_REQUESTED -> Icon.WARNING;
            case COMMENTED -> Icon.CHAT;
            case EDITED -> Icon.PENCIL;
            case CLOSED -> Icon.CLOSE;
            case MERGED -> Icon.MERGE;
        };
        String commit = event.commit().map(id -> id.abbreviated()).orElse("");
        Label text = Nodes.tag(icon, Words.text("pull.event." + event.kind().name(), who, commit), "history-line");
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        Label at = Nodes.label(Times.moment(event.at()), "row-time");
        at.setMinWidth(USE_PREF_SIZE);
        HBox row = new HBox(8, text, at);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }
}
