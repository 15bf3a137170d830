package dev.slipway.login;

import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.link.Server;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Asks where to connect.
public final class WelcomeView extends StackPane {
    private final WelcomeModel model;
    private final PasswordField token = new PasswordField();

    /// The first page, from where there is no way back.
    public WelcomeView(WelcomeModel model) {
        this(model, Optional.empty());
    }

    /// @param back returns to where the person came from
    public WelcomeView(WelcomeModel model, Optional<Runnable> back) {
        this.model = model;
        getStyleClass().add("welcome");
        VBox problem = new VBox();
        model.problem().subscribe(what -> {
            problem.getChildren().setAll(what.map(ProblemPanel::new).stream().toList());
            Nodes.show(problem, what.isPresent());
        });
        VBox card = new VBox(
                18, head(back), local(back.isEmpty()), knownServers(back.isEmpty()), remote(), problem, progress());
        card.getStyleClass().add("welcome-card");
        card.setMaxSize(460, USE_PREF_SIZE);
        getChildren().add(card);
        back.ifPresent(way -> setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                way.run();
                event.consume();
            }
        }));
    }

    /// Puts the focus where the person goes on: into the token, when the address is written already.
    public void focus() {
        if (!model.address().get().isEmpty()) {
            token.requestFocus();
        }
    }

    private Node head(Optional<Runnable> back) {
        Label reason = wrapped(Nodes.label("", "muted"));
        reason.textProperty()
                .bind(model.reason()
                        .map(why -> why.isEmpty() ? Words.text(back.isEmpty() ? "login.detail" : "login.more") : why));
        VBox words = new VBox(
                4, Nodes.label(Words.text(back.isEmpty() ? "login.title" : "login.add"), "page-title"), reason);
        HBox row = new HBox(10, words);
        HBox.setHgrow(words, Priority.ALWAYS);
        back.ifPresent(way -> row.getChildren().add(Nodes.iconButton(Icon.CLOSE, Words.text("login.back"), way)));
        return row;
    }

    /// @param first whether it is what most people want here
    private Node local(boolean first) {
        Button start =
                choice(Icon.COMPUTER, Words.text("login.local"), Words.text("login.local.detail"), model::startLocal);
        if (first) {
            start.getStyleClass().add("primary-choice");
        }
        start.setDefaultButton(first);
        Nodes.show(start, first || !model.knowsLocal());
        return start;
    }

    /// @param first whether they show nowhere else
    private Node knownServers(boolean first) {
        VBox box = new VBox(6);
        for (Server server : model.known()) {
            box.getChildren()
                    .add(choice(Icon.SERVER, server.name(), server.address().toString(), () -> model.enter(server)));
        }
        Nodes.show(box, first && !box.getChildren().isEmpty());
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
        address.setAccessibleText(Words.text("login.other"));
        token.setPromptText(Words.text("login.token"));
        token.setAccessibleText(Words.text("login.token"));
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
