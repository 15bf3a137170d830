package dev.slipway.settings;

import dev.slipway.control.Avatar;
import dev.slipway.control.Nodes;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.words.Words;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Who has an account here, and what each may do.
final class PeopleView extends VBox {
    private final PeopleModel model;
    private final BooleanBinding admin;
    private final VBox rows = new VBox();

    PeopleView(PeopleModel model) {
        this.model = model;
        this.admin = model.me().is(Role.ADMIN);
        getStyleClass().add("settings-page");
        VBox issued = new VBox();
        model.issued().subscribe(token -> {
            issued.getChildren()
                    .setAll(token
                            .map(made -> (Node) new SecretCard(
                                    Words.text("settings.people.token", made.whose()),
                                    made.secret(),
                                    () -> model.issued().set(java.util.Optional.empty())))
                            .stream()
                            .toList());
            Nodes.show(issued, token.isPresent());
        });
        rows.getStyleClass().add("settings-list");
        getChildren()
                .addAll(
                        Parts.head(Section.PEOPLE, Words.text("settings.people.detail")),
                        Parts.bar(model.me(), Role.ADMIN),
                        issued,
                        Parts.outcome(model.deed()),
                        Parts.remote(model.list()),
                        rows,
                        addCard());
        model.list().value().subscribe(list -> list.ifPresent(this::show));
        model.me().user().value().subscribe(_ -> model.list().value().get().ifPresent(this::show));
    }

    private void show(List<User> users) {
        rows.getChildren().setAll(users.stream().map(this::row).toList());
        rows.getChildren().stream()
                .findFirst()
                .ifPresent(first -> first.pseudoClassStateChanged(PseudoClass.getPseudoClass("first"), true));
    }

    private Node row(User user) {
        boolean mine = model.isMe(user);
        VBox words = new VBox(
                1,
                Parts.text(mine ? Words.text("settings.people.you", user.name()) : user.name()),
                Parts.text(user.id().value() + " · " + user.email(), "hint"));
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        ComboBox<Role> role = new ComboBox<>();
        role.getItems().setAll(Role.values());
        role.setValue(user.role());
        VBox choice = Parts.choice(
                Words.text("settings.people.roleOf", user.name()),
                role,
                each -> Words.text("settings.role." + each.name()));
        choice.getChildren().removeFirst();
        choice.setPrefWidth(130);
        HBox.setHgrow(choice, Priority.NEVER);
        BooleanBinding may =
                admin.and(model.deed().busy().not()).and(new javafx.beans.property.SimpleBooleanProperty(!mine));
        Parts.only(may, role);
        role.valueProperty().addListener((_, _, wanted) -> {
            if (wanted != null && wanted != user.role()) {
                model.setRole(user, wanted);
            }
        });
        HBox head = new HBox(12, new Avatar(user.author(), 28), words, choice);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox row = new VBox(4, head);
        row.getStyleClass().add("settings-person");
        if (!mine) {
            Button token =
                    Nodes.button(Words.text("settings.people.newToken"), () -> model.newToken(user), "small", "flat");
            Parts.only(admin, token);
            Node remove = Parts.confirmed(
                    Words.text("settings.people.remove"),
                    Words.text("settings.people.remove.detail", user.name()),
                    Words.text("settings.people.remove"),
                    () -> model.remove(user),
                    admin);
            HBox actions = Parts.row(token, remove);
            actions.getStyleClass().add("settings-person-actions");
            row.getChildren().add(actions);
        }
        return row;
    }

    private Node addCard() {
        TextField id = field(model.id(), "ada");
        TextField name = field(model.name(), "Ada Lovelace");
        TextField email = field(model.email(), "ada@example.org");
        id.setId("person-id");
        name.setId("person-name");
        email.setId("person-email");
        ComboBox<Role> role = new ComboBox<>();
        role.getItems().setAll(Role.values());
        role.valueProperty().bindBidirectional(model.role());
        Parts.only(admin, role);
        Button add = Nodes.button(Words.text("settings.people.add"), model::add, "accent");
        add.disableProperty()
                .bind(Bindings.createBooleanBinding(
                                model::canAdd,
                                model.id(),
                                model.name(),
                                model.email(),
                                model.list().value())
                        .not()
                        .or(admin.not())
                        .or(model.adding().busy()));
        return Parts.card(
                Parts.title(Words.text("settings.people.add.title")),
                Parts.fields(
                        Parts.field(Words.text("settings.people.name"), name, () -> Faults.line(name.getText())),
                        Parts.field(Words.text("settings.people.id"), id, model::idFault)),
                Parts.fields(
                        Parts.field(Words.text("settings.people.email"), email, () -> Faults.line(email.getText())),
                        Parts.choice(
                                Words.text("settings.people.role"),
                                role,
                                each -> Words.text("settings.role." + each.name()))),
                Parts.text(Words.text("settings.people.add.detail"), "hint"),
                Parts.row(add),
                Parts.outcome(model.adding()));
    }

    private TextField field(javafx.beans.property.StringProperty text, String prompt) {
        TextField field = new TextField();
        field.setPromptText(prompt);
        field.textProperty().bindBidirectional(text);
        Parts.only(admin, field);
        return field;
    }
}
