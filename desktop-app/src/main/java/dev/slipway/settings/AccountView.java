package dev.slipway.settings;

import dev.slipway.control.Avatar;
import dev.slipway.control.Nodes;
import dev.slipway.model.account.User;
import dev.slipway.model.wire.AccountCalls.AccessToken;
import dev.slipway.words.Words;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Who am I here, and by which tokens do I get in.
final class AccountView extends VBox {
    private final AccountModel model;
    private final InstantSource clock;
    private final VBox who = new VBox();
    private final VBox tokens = new VBox();

    AccountView(AccountModel model, InstantSource clock) {
        this.model = model;
        this.clock = clock;
        getStyleClass().add("settings-page");
        tokens.getStyleClass().add("settings-list");
        VBox secret = new VBox();
        model.secret().subscribe(made -> {
            secret.getChildren()
                    .setAll(made
                            .map(text -> (Node) new SecretCard(
                                    Words.text("settings.account.token"),
                                    text,
                                    () -> model.secret().set(Optional.empty())))
                            .stream()
                            .toList());
            Nodes.show(secret, made.isPresent());
        });
        getChildren()
                .addAll(
                        Parts.head(Section.ACCOUNT, Words.text("settings.account.detail")),
                        Parts.remote(model.me().user()),
                        who,
                        Parts.title(Words.text("settings.account.tokens")),
                        secret,
                        Parts.outcome(model.deed()),
                        Parts.remote(model.tokens()),
                        tokens,
                        issueCard());
        model.me()
                .user()
                .value()
                .subscribe(user -> who.getChildren()
                        .setAll(user.map(AccountView::card).stream().toList()));
        model.tokens().value().subscribe(list -> list.ifPresent(this::show));
    }

    private static Node card(User user) {
        VBox words = new VBox(
                2,
                Parts.title(user.name()),
                Nodes.label(user.id().value() + " · " + user.email(), "muted"),
                Parts.text(Words.text("settings.role." + user.role().name() + ".detail"), "hint"));
        HBox row = new HBox(
                14,
                new Avatar(user.author(), 44),
                words,
                Nodes.spacer(),
                Nodes.label(Words.text("settings.role." + user.role().name()), "badge"));
        row.setAlignment(Pos.CENTER_LEFT);
        return Parts.card(row);
    }

    private void show(List<AccessToken> list) {
        tokens.getChildren().setAll(list.stream().map(this::line).toList());
    }

    private Node line(AccessToken token) {
        String name = token.fixed()
                ? Words.text("settings.account.fixed")
                : token.name().isEmpty() ? Words.text("settings.account.first") : token.name();
        boolean over =
                token.expiresAt().filter(end -> !clock.instant().isBefore(end)).isPresent();
        String until = token.expiresAt()
                .map(end -> Words.text(over ? "settings.account.expired" : "settings.account.until", Parts.day(end)))
                .orElseGet(() -> Words.text("settings.account.always"));
        String detail = Words.text("settings.account.since", Parts.day(token.createdAt())) + " · " + until;
        Node end = token.fixed()
                ? Nodes.label("")
                : Parts.confirmed(
                        Words.text("settings.account.revoke"),
                        Words.text(token.current() ? "settings.account.revokeThis" : "settings.account.revokeOther"),
                        Words.text("settings.account.revoke"),
                        () -> model.revoke(token),
                        new SimpleBooleanProperty(true));
        HBox line = Parts.line(token.current() ? Words.text("settings.account.current", name) : name, detail, end);
        if (over) {
            line.setOpacity(0.6);
        }
        return line;
    }

    private Node issueCard() {
        TextField name = new TextField();
        name.setPromptText(Words.text("settings.account.namePrompt"));
        name.setId("token-name");
        name.textProperty().bindBidirectional(model.name());
        TextField days = new TextField();
        days.setPromptText(Words.text("settings.account.daysPrompt"));
        days.setId("token-days");
        days.textProperty().bindBidirectional(model.days());
        Button issue = Nodes.button(Words.text("settings.account.issue"), model::issue, "accent");
        issue.disableProperty()
                .bind(Bindings.createBooleanBinding(model::canIssue, model.name(), model.days())
                        .not()
                        .or(model.deed().busy()));
        VBox daysField = Parts.field(Words.text("settings.account.days"), days, () -> Faults.days(days.getText()));
        daysField.setPrefWidth(170);
        HBox.setHgrow(daysField, Priority.NEVER);
        return Parts.card(
                Parts.title(Words.text("settings.account.new")),
                Parts.fields(
                        Parts.field(Words.text("settings.account.name"), name, () -> Faults.line(name.getText())),
                        daysField),
                Parts.row(issue));
    }
}
