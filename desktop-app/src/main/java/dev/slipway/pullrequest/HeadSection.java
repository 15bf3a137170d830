package dev.slipway.pullrequest;

import dev.slipway.control.Avatar;
import dev.slipway.control.Copying;
import dev.slipway.control.Nodes;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestDetail;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.navigation.Destination;
import dev.slipway.text.MarkdownView;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Title, state, branches, people and description; who may changes the words in place.
final class HeadSection extends VBox {
    private final PullRequestModel model;
    private final Consumer<Destination> go;
    private final Consumer<String> open;
    private @Nullable PullRequestDetail shown;

    HeadSection(PullRequestModel model, Consumer<Destination> go, Consumer<String> open) {
        this.model = model;
        this.go = go;
        this.open = open;
        getStyleClass().add("pull-head");
        model.editing().subscribe(_ -> fill());
    }

    void show(PullRequestDetail detail) {
        shown = detail;
        Nodes.show(this, true);
        if (!model.editing().get()) {
            fill();
        }
    }

    private void fill() {
        @Nullable PullRequestDetail detail = shown;
        if (detail == null) {
            return;
        }
        PullRequest pull = detail.pullRequest();
        if (model.editing().get()) {
            edit(pull);
            return;
        }
        Label title = Nodes.label(pull.title(), "page-title");
        title.setWrapText(true);
        title.setMinHeight(USE_PREF_SIZE);
        MarkdownView body = new MarkdownView(open);
        body.show(pull.body().isBlank() ? "*" + Words.text("pull.noBody") + "*" : pull.body());
        getChildren().setAll(title, facts(pull), people(pull), actions(pull), body);
    }

    private FlowPane facts(PullRequest pull) {
        String state = pull.state().name();
        Label badge = Nodes.tag(
                pull.state() == PullRequestState.MERGED ? Icon.MERGE : Icon.PULL_REQUEST,
                Words.text("pull.state." + state),
                "pull-badge",
                "pull-badge-" + state.toLowerCase(Locale.ROOT));
        Label branches = Nodes.tag(
                Icon.BRANCH,
                Words.text("pull.branches", pull.head().value(), pull.base().value()),
                "fact");
        branches.setTooltip(new Tooltip(branches.getText()));
        FlowPane facts = new FlowPane(10, 6, badge, Nodes.label(pull.ref().toString(), "fact"), branches);
        branches.maxWidthProperty().bind(facts.widthProperty());
        facts.setMinWidth(0);
        facts.setAlignment(Pos.CENTER_LEFT);
        return facts;
    }

    private static HBox people(PullRequest pull) {
        Label who = Nodes.label(
                Words.text("pull.by", pull.author().name(), pull.stat().files()), "muted");
        who.setWrapText(true);
        who.setMinHeight(USE_PREF_SIZE);
        Label added = Nodes.label("+" + pull.stat().additions(), "count-added");
        Label removed = Nodes.label("−" + pull.stat().deletions(), "count-removed");
        added.setMinWidth(USE_PREF_SIZE);
        removed.setMinWidth(USE_PREF_SIZE);
        HBox people = new HBox(8, new Avatar(pull.author(), 22), who, added, removed);
        people.setAlignment(Pos.CENTER_LEFT);
        return people;
    }

    private FlowPane actions(PullRequest pull) {
        FlowPane row = new FlowPane(6, 6);
        pull.session().ifPresent(session -> {
            Button back = Nodes.button(
                    Words.text("pull.session"), () -> go.accept(new Destination.Session(session)), "small");
            back.setGraphic(Icon.CHAT.node(14));
            row.getChildren().add(back);
        });
        Button edit =
                Nodes.button(Words.text("pull.edit"), () -> model.editing().set(true), "small");
        edit.setGraphic(Icon.PENCIL.node(13));
        edit.setDisable(!model.mayChange());
        MenuButton copy = new MenuButton(Words.text("pull.copy"));
        copy.setAccessibleText(Words.text("pull.copy"));
        copy.getStyleClass().add("small");
        copy.setGraphic(Icon.COPY.node(13));
        copy.getItems()
                .addAll(
                        item("pull.copy.branch", pull.head().value()),
                        item(
                                "pull.copy.clone",
                                "git clone --branch " + pull.head().value() + " " + model.address() + "/git/"
                                        + pull.ref().repository().value() + ".git"),
                        item(
                                "pull.copy.link",
                                new Destination.PullRequest(pull.ref())
                                        .link(model.server())
                                        .toString()));
        row.getChildren().addAll(edit, copy);
        if (pull.state() == PullRequestState.OPEN) {
            Button close = Nodes.button(Words.text("pull.close"), () -> model.open(false), "small", "flat");
            close.setDisable(!model.mayChange());
            row.getChildren().add(close);
        }
        return row;
    }

    private static MenuItem item(String key, String text) {
        MenuItem item = new MenuItem(Words.text(key));
        item.setOnAction(_ -> Copying.copy(text));
        return item;
    }

    private void edit(PullRequest pull) {
        TextField title = new TextField(pull.title());
        title.setAccessibleText(Words.text("pull.title"));
        TextArea body = new TextArea(pull.body());
        Nodes.letTabGoOn(body);
        body.setAccessibleText(Words.text("pull.body"));
        body.setPromptText(Words.text("pull.body"));
        body.setWrapText(true);
        body.setPrefRowCount(8);
        Button save = Nodes.button(
                Words.text("pull.save"), () -> model.edit(title.getText(), body.getText()), "accent", "small");
        save.disableProperty().bind(model.busy().or(title.textProperty().isEmpty()));
        HBox row = new HBox(
                8,
                save,
                Nodes.button(Words.text("pull.cancel"), () -> model.editing().set(false), "flat", "small"));
        getChildren().setAll(title, body, row);
        title.requestFocus();
    }
}
