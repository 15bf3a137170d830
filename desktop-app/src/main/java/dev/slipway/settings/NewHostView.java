package dev.slipway.settings;

import dev.slipway.control.Nodes;
import dev.slipway.model.fleet.ShownKey;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/// Adds a host in three steps that stand below one another: let the daemon in, say where, compare and accept the key.
final class NewHostView extends VBox {
    private final NewHostForm form;
    private final BooleanBinding admin;
    private final VBox ownKey = new VBox();
    private final VBox shown = new VBox(10);
    private String known = "";

    NewHostView(NewHostForm form, BooleanBinding admin) {
        super(8);
        this.form = form;
        this.admin = admin;
        Button open =
                Nodes.button(Words.text("settings.hosts.add"), () -> form.open().set(true));
        open.setGraphic(Icon.PLUS.node(14));
        Parts.only(admin, open);
        TextField address = field(form.address(), "slipway@build-1.example.org", "host-address");
        address.setOnAction(_ -> {
            if (form.canLook() && admin.get()) {
                form.look();
            }
        });
        VBox card = card(address);
        getChildren().addAll(open, card, Parts.outcome(form.adding()));
        form.key().subscribe(this::show);
        form.open().subscribe(now -> {
            boolean held = card.isFocusWithin();
            Nodes.show(card, now);
            Nodes.show(open, !now);
            if (now) {
                address.requestFocus();
            } else if (held) {
                open.requestFocus();
            }
        });
    }

    /// The line by which hosts let the daemon in.
    void publicKey(String line) {
        if (!line.equals(known)) {
            known = line;
            ownKey.getChildren().setAll(HostCard.copyable(Words.text("settings.hosts.publicKey"), line));
        }
    }

    private VBox card(TextField address) {
        TextField via = field(form.via(), "slipway@gateway.example.org", "host-via");
        TextField id = field(form.id(), "build-1", "host-id");
        TextField root = field(form.root(), Words.text("settings.hosts.usualRoot"), "host-root");
        Button look = Nodes.button(Words.text("settings.hosts.showKey"), form::look, "accent");
        look.disableProperty()
                .bind(Bindings.createBooleanBinding(form::canLook, form.address(), form.via())
                        .not()
                        .or(admin.not()));
        // One step at a time is the one to take.
        form.key().subscribe(key -> {
            look.getStyleClass().remove("accent");
            if (key.isEmpty()) {
                look.getStyleClass().add("accent");
            }
        });
        Button cancel =
                Nodes.button(Words.text("settings.cancel"), () -> form.open().set(false));
        return Parts.card(
                Parts.title(Words.text("settings.hosts.add")),
                step(1, Words.text("settings.hosts.step.let"), Words.text("settings.hosts.step.let.detail")),
                ownKey,
                step(2, Words.text("settings.hosts.step.where"), Words.text("settings.hosts.step.where.detail")),
                Parts.fields(
                        Parts.field(Words.text("settings.hosts.address"), address, () -> Faults.ssh(address.getText())),
                        Parts.field(Words.text("settings.hosts.id"), id, form::idFault)),
                Parts.fields(
                        Parts.field(Words.text("settings.hosts.via"), via, () -> Faults.ssh(via.getText())),
                        Parts.field(Words.text("settings.hosts.root"), root, () -> Faults.directory(root.getText()))),
                Parts.row(look, cancel),
                Parts.outcome(form.looking()),
                shown);
    }

    private void show(Optional<ShownKey> key) {
        shown.getChildren().clear();
        Nodes.show(shown, key.isPresent());
        key.ifPresent(now -> {
            Button accept = Nodes.button(Words.text("settings.hosts.accept"), form::add, "accent");
            accept.disableProperty()
                    .bind(Bindings.createBooleanBinding(form::canAdd, form.key(), form.id(), form.root())
                            .not()
                            .or(admin.not()));
            shown.getChildren()
                    .addAll(
                            step(
                                    3,
                                    Words.text("settings.hosts.step.compare"),
                                    Words.text("settings.hosts.step.compare.detail")),
                            HostCard.copyable(Words.text("settings.hosts.command"), command(now)),
                            Parts.text(Words.text(
                                    "settings.hosts.shows", form.address().get().strip(), now.type())),
                            HostCard.copyable(Words.text("settings.hosts.fingerprint"), now.fingerprint()),
                            Parts.row(accept));
        });
    }

    /// What shows the same fingerprint on the host itself.
    private static String command(ShownKey key) {
        String kind = key.type().startsWith("ecdsa") ? "ecdsa" : key.type().replaceFirst("^ssh-", "");
        return "ssh-keygen -lf /etc/ssh/ssh_host_" + kind + "_key.pub";
    }

    private static Node step(int number, String title, String detail) {
        return new VBox(2, Nodes.label(number + ". " + title, "settings-step"), Parts.text(detail, "hint"));
    }

    private TextField field(StringProperty text, String prompt, String id) {
        TextField field = new TextField();
        field.setPromptText(prompt);
        field.setId(id);
        field.textProperty().bindBidirectional(text);
        return Parts.only(admin, field);
    }
}
