package dev.slipway.login;

import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.link.Server;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Asks where to connect.
public final class WelcomeView extends StackPane {
    private final WelcomeModel model;

    public WelcomeView(WelcomeModel model) {
        this.model = model;
        getStyleClass().add("welcome");
        VBox problem = new VBox();
        model.problem()
                .subscribe(what -> problem.getChildren()
                        .setAll(what.map(ProblemPanel::new).stream().toList()));
        VBox card = new VBox(
                18,
                new VBox(
                        4,
                        Nodes.label(Words.text("login.title"), "page-title"),
                        wrapped(Nodes.label(Words.text("login.detail"), "muted"))),
                local(),
                knownServers(),
                remote(),
                problem,
                progress());
        card.getStyleClass().add("welcome-card");
        card.setMaxSize(460, USE_PREF_SIZE);
        getChildren().add(card);
    }

    private Node local() {
        Button start =
                choice(Icon.COMPUTER, Words.text("login.local"), Words.text("login.local.detail"), model::startLocal);
        start.getStyleClass().add("primary-choice");
        start.setDefaultButton(true);
        return start;
    }

    private Node knownServers() {
        VBox box = new VBox(6);
        for (Server server : model.known()) {
            box.getChildren()
                    .add(choice(Icon.SERVER, server.name(), server.address().toString(), () -> model.enter(server)));
        }
        Nodes.show(box, !box.getChildren().isEmpty());
        return box;
    }

    private Button choice(Icon icon, String title, String detail, Runnable action) {
        VBox words = new VBox(1, Nodes.label(title, "choice-title"), Nodes.label(detail, "choice-detail"));
        HBox row = new HBox(12, icon.node(20), words);
        row.setAlignment(Pos.CENTER_LEFT);
        Button button = new Button("", row);
        button.getStyleClass().add("choice");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAlignment(Pos.CENTER_LEFT);
        button.setAccessibleText(title + ". " + detail);
        button.setOnAction(_ -> action.run());
        button.disableProperty().bind(model.busy().isNotEmpty());
        return button;
    }

    private Node remote() {
        TextField address = new TextField();
        address.setPromptText("https://slipway.example.org");
        address.textProperty().bindBidirectional(model.address());
        PasswordField token = new PasswordField();
        token.setPromptText(Words.text("login.token"));
        token.textProperty().bindBidirectional(model.token());
        token.setOnAction(_ -> {
            if (model.canConnect().get()) {
                model.connect();
            }
        });
        Label fault = wrapped(Nodes.label("", "fault"));
        model.address().subscribe(_ -> {
            fault.setText(model.addressFault());
            Nodes.show(fault, !fault.getText().isEmpty());
        });
        Button connect = Nodes.button(Words.text("login.connect"), model::connect);
        connect.disableProperty().bind(model.canConnect().not());
        HBox row = new HBox(connect);
        row.setAlignment(Pos.CENTER_RIGHT);
        return new VBox(6, Nodes.label(Words.text("login.other"), "field-label"), address, fault, token, row);
    }

    private Node progress() {
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setPrefSize(16, 16);
        Label text = Nodes.label("", "muted");
        text.textProperty().bind(model.busy());
        HBox row = new HBox(8, wheel, text);
        row.setAlignment(Pos.CENTER_LEFT);
        model.busy().subscribe(what -> Nodes.show(row, !what.isEmpty()));
        return row;
    }

    private static Label wrapped(Label label) {
        label.setWrapText(true);
        return label;
    }
}
