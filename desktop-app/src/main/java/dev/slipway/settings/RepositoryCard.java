package dev.slipway.settings;

import dev.slipway.control.Nodes;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.Repository;
import dev.slipway.model.fleet.PoolId;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// A repository: how it is, and what can be done with it. News change what it says, never where the focus is.
final class RepositoryCard extends VBox {
    private final String name;
    private final RepositoryForm form;
    private final BooleanBinding admin;
    private final BooleanBinding member;
    private final Label origin = Nodes.label("", "hint");
    private final Label health = Nodes.tag(Icon.CHECK, "", "settings-state");
    private final VBox notices = new VBox(4);
    private final ComboBox<BranchName> branch = new ComboBox<>();
    private final BooleanProperty fetchable = new SimpleBooleanProperty();
    private final ImagePart image;
    private boolean showing;

    RepositoryCard(String name, RepositoryForm form, BooleanBinding admin, BooleanBinding member, InstantSource clock) {
        super(12);
        this.name = name;
        this.form = form;
        this.admin = admin;
        this.member = member;
        getStyleClass().addAll("settings-card", "repository-card");
        Label title = Nodes.tag(Icon.REPOSITORY, name, "settings-card-title");
        title.setMinWidth(USE_PREF_SIZE);
        origin.setMinWidth(0);
        health.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(12, title, origin, Nodes.spacer(), health);
        HBox.setHgrow(origin, Priority.SOMETIMES);
        head.setAlignment(Pos.CENTER_LEFT);
        image = new ImagePart(name, form.image(), member, clock);
        getChildren()
                .addAll(
                        head,
                        notices,
                        image,
                        new WarmPart(form.warm()),
                        actions(),
                        details(),
                        Parts.outcome(form.deed()));
    }

    void show(Repository repository) {
        origin.setText(repository.origin().orElseGet(() -> Words.text("settings.repositories.noOrigin")));
        fetchable.set(repository.origin().isPresent());
        boolean good = repository.notices().isEmpty() && repository.head().isPresent();
        health.setGraphic((good ? Icon.CHECK : Icon.INFO).node(13));
        health.getStyleClass().removeAll("settings-done", "settings-state");
        health.getStyleClass().add(good ? "settings-done" : "settings-state");
        health.setText(
                good
                        ? Words.text("settings.repositories.healthy")
                        : repository.head().isEmpty()
                                ? Words.text("settings.repositories.empty")
                                : Words.text(
                                        "settings.repositories.notices",
                                        repository.notices().size()));
        notices.getChildren()
                .setAll(repository.notices().stream()
                        .map(notice -> Parts.text(notice, "hint"))
                        .toList());
        Nodes.show(notices, !repository.notices().isEmpty());
        if (!branch.isShowing()) {
            showing = true;
            if (!branch.getItems().contains(repository.defaultBranch())) {
                branch.getItems().setAll(repository.defaultBranch());
            }
            branch.setValue(repository.defaultBranch());
            showing = false;
        }
    }

    /// Time has passed.
    void tick() {
        image.tick();
    }

    private Node actions() {
        Button fetch = action("settings.repositories.fetch", form::fetch, member);
        fetch.setGraphic(Icon.RETRY.node(12));
        fetch.disableProperty().unbind();
        fetch.disableProperty().bind(member.not().or(form.deed().busy()).or(fetchable.not()));
        Button more = action("settings.repositories.more", form::toggle, new SimpleBooleanProperty(true));
        form.more().subscribe(shown -> more.setGraphic((shown ? Icon.CHEVRON_DOWN : Icon.CHEVRON_RIGHT).node(12)));
        FlowPane row = new FlowPane(8, 8, fetch, more);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Button action(String key, Runnable does, javafx.beans.value.ObservableValue<Boolean> allowed) {
        Button button = Nodes.button(Words.text(key), does, "small");
        button.setAccessibleText(Words.text("settings.hosts.of", Words.text(key), name));
        return Parts.only(allowed, button);
    }

    private Node details() {
        VBox box = new VBox(
                14,
                Parts.fields(branch(), pool()),
                checks(),
                WarmPart.rule(name, form.warm(), admin),
                Parts.confirmed(
                        Words.text("settings.repositories.remove"),
                        Words.text("settings.repositories.remove.detail", name),
                        Words.text("settings.repositories.remove"),
                        form::remove,
                        admin));
        form.more().subscribe(shown -> Nodes.show(box, shown));
        return box;
    }

    private VBox branch() {
        branch.setOnShowing(_ -> form.branches(all -> {
            BranchName chosen = branch.getValue();
            if (branch.getItems().size() < all.size()) {
                showing = true;
                branch.getItems().setAll(all);
                branch.setValue(chosen);
                showing = false;
            }
        }));
        branch.valueProperty().addListener((_, before, chosen) -> {
            if (!showing && before != null && chosen != null) {
                form.setDefaultBranch(chosen);
            }
        });
        Parts.only(admin, branch);
        return Parts.choice(Words.text("settings.repositories.branch"), branch, BranchName::value);
    }

    private VBox pool() {
        ComboBox<Optional<PoolId>> pool = new ComboBox<>();
        pool.setId("pool-" + name);
        VBox field = Parts.choice(
                Words.text("settings.repositories.pool"),
                pool,
                chosen -> chosen.map(PoolId::value).orElseGet(() -> Words.text("settings.repositories.anyHost")));
        Runnable show = () -> {
            showing = true;
            List<Optional<PoolId>> all = new ArrayList<>();
            all.add(Optional.empty());
            form.pools().get().forEach(each -> all.add(Optional.of(each)));
            pool.getItems().setAll(all);
            pool.setValue(form.pool().get());
            showing = false;
        };
        form.pools().subscribe(show);
        form.pool().subscribe(show);
        pool.valueProperty().addListener((_, before, chosen) -> {
            if (!showing && before != null && chosen != null) {
                form.setPool(chosen);
            }
        });
        Parts.only(admin, pool);
        return field;
    }

    private Node checks() {
        TextField names = new TextField();
        names.setId("checks-" + name);
        names.setPromptText(Words.text("settings.repositories.checks.none"));
        names.textProperty().bindBidirectional(form.checks());
        names.setOnAction(_ -> {
            if (form.canSaveChecks()) {
                form.saveChecks();
            }
        });
        Parts.only(admin, names);
        Button save = Nodes.button(Words.text("settings.save"), form::saveChecks);
        save.setAccessibleText(Words.text("settings.hosts.of", Words.text("settings.save"), name));
        save.setMinWidth(USE_PREF_SIZE);
        save.disableProperty()
                .bind(Bindings.createBooleanBinding(form::canSaveChecks, form.checks(), form.checksThere())
                        .not()
                        .or(admin.not())
                        .or(form.deed().busy()));
        HBox row = Parts.fields(Parts.field(Words.text("settings.repositories.checks"), names, () -> ""), save);
        row.setAlignment(Pos.BOTTOM_LEFT);
        return new VBox(4, row, Parts.text(Words.text("settings.repositories.checks.detail"), "hint"));
    }
}
