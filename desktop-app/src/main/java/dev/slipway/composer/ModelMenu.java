package dev.slipway.composer;

import dev.slipway.model.session.ModelName;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Optional;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;

/// Shows the model that answers the next prompt, and lets the person choose another: for the session, or for the next
/// prompt alone.
final class ModelMenu extends MenuButton {
    private final ComposerModel model;
    private final CheckMenuItem once = new CheckMenuItem(Words.text("composer.model.once"));

    ModelMenu(ComposerModel model) {
        this.model = model;
        getStyleClass().addAll("flat", "small", "model-menu");
        setGraphic(Icon.SPARK.node(13));
        Tooltip name = new Tooltip();
        name.textProperty().bind(accessibleTextProperty());
        setTooltip(name);
        setMinWidth(0);
        model.model().subscribe(this::showModel);
        model.nextModel().subscribe(this::showModel);
        // The list is fetched when it is opened: keys and providers may have changed.
        setOnShowing(_ -> {
            fill();
            model.loadModels();
        });
        model.models().addListener((javafx.collections.ListChangeListener<ServerCalls.Model>) _ -> {
            if (isShowing()) {
                fill();
            }
        });
        fill();
    }

    private void showModel() {
        Optional<ModelName> next = model.nextModel().get();
        String name =
                next.or(() -> model.model().get()).map(ModelMenu::shortName).orElse(Words.text("composer.model"));
        setText(next.isPresent() ? Words.text("composer.model.next", name) : name);
        setAccessibleText(Words.text("composer.model") + ": " + getText());
    }

    private void fill() {
        ToggleGroup group = new ToggleGroup();
        ModelName now = model.nextModel().get().or(() -> model.model().get()).orElse(null);
        getItems().clear();
        for (ServerCalls.Model one : model.models()) {
            RadioMenuItem item = new RadioMenuItem(one.name().value()
                    + (one.rehearsal() ? "  " + Words.text("session.rehearsal") : "")
                    + one.note().map(note -> "  " + note).orElse(""));
            item.setToggleGroup(group);
            item.setDisable(!one.usable());
            item.setSelected(one.name().equals(now));
            item.setOnAction(_ -> {
                if (once.isSelected()) {
                    model.chooseForNext(one.name());
                } else {
                    model.choose(one.name());
                }
            });
            getItems().add(item);
        }
        if (getItems().isEmpty()) {
            MenuItem loading = new MenuItem(Words.text("composer.model.loading"));
            loading.setDisable(true);
            getItems().add(loading);
        }
        getItems().addAll(new SeparatorMenuItem(), once);
    }

    private static String shortName(ModelName name) {
        return name.value().substring(name.value().lastIndexOf('/') + 1);
    }
}
