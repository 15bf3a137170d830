package dev.slipway.settings;

import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.control.Times;
import dev.slipway.link.Server;
import dev.slipway.model.Pin;
import dev.slipway.model.wire.ServerCalls.Check;
import dev.slipway.settings.ServersModel.Answer;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.net.URI;
import java.util.Optional;
import javafx.collections.MapChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The servers that a person knows.
final class ServersView extends VBox {
    private final ServersModel model;
    private final VBox rows = new VBox(10);
    private Optional<Pin> following = Optional.empty();

    ServersView(ServersModel model) {
        this.model = model;
        getStyleClass().add("settings-page");
        Button add = Nodes.button(Words.text("settings.servers.add"), model.around()::add);
        add.setGraphic(Icon.PLUS.node(14));
        getChildren().addAll(Parts.head(Section.SERVERS, Words.text("settings.servers.detail")), rows, Parts.row(add));
        model.answers().addListener((MapChangeListener<URI, Answer>) _ -> show());
        sceneProperty().subscribe(scene -> {
            following.ifPresent(Pin::close);
            following = scene == null
                    ? Optional.empty()
                    : Optional.of(model.around().onServers(this::show));
        });
    }

    private void show() {
        rows.getChildren().setAll(model.servers().stream().map(this::card).toList());
    }

    private Node card(Server server) {
        Optional<Answer> answer = model.answer(server);
        boolean signedOut = server.token().isEmpty();
        Region dot = new Region();
        dot.getStyleClass()
                .setAll(
                        "state-dot",
                        switch (answer.orElse(null)) {
                            case Answer.Good good -> good.health().status().equals("ok") ? "link-good" : "link-down";
                            case Answer.Bad _ -> "link-down";
                            case null -> "link-trying";
                        });
        HBox head = new HBox(8, dot, Parts.title(server.name()));
        head.setAlignment(Pos.CENTER_LEFT);
        if (model.isShown(server)) {
            head.getChildren().add(Nodes.label(Words.text("settings.servers.shown"), "badge"));
        }
        HBox actions = new HBox(8);
        actions.setAlignment(Pos.CENTER_RIGHT);
        if (!model.isShown(server)) {
            actions.getChildren()
                    .add(Nodes.button(
                            Words.text(signedOut ? "settings.servers.signIn" : "settings.servers.open"),
                            () -> model.around().show(server.address()),
                            "small"));
        }
        actions.getChildren()
                .add(Nodes.button(
                        Words.text("settings.servers.forget"),
                        () -> model.around().forget(server),
                        "small",
                        "flat",
                        "danger"));
        head.getChildren().addAll(Nodes.spacer(), actions);
        VBox card = Parts.card(head, Parts.text(server.address().toString(), "hint"));
        card.setSpacing(4);
        if (signedOut) {
            card.getChildren().add(Parts.text(Words.text("settings.servers.signedOut"), "muted"));
        }
        answer.ifPresent(now -> card.getChildren().add(words(now)));
        return card;
    }

    private static Node words(Answer answer) {
        return switch (answer) {
            case Answer.Bad bad -> new ProblemPanel(bad.why());
            case Answer.Good good -> {
                VBox box = new VBox(
                        4,
                        Parts.text(
                                Words.text(
                                        "settings.servers.answer",
                                        good.me().name(),
                                        Words.text("settings.role."
                                                + good.me().role().name()),
                                        good.health().version(),
                                        Times.took(good.took())),
                                "muted"));
                good.health().checks().stream()
                        .filter(check -> !check.ok())
                        .forEach(check -> box.getChildren().add(warning(check)));
                yield box;
            }
        };
    }

    private static Node warning(Check check) {
        HBox row = new HBox(6, Icon.WARNING.node(13), Parts.text(check.detail(), "hint"));
        row.getStyleClass().add("bar-bad");
        return row;
    }
}
