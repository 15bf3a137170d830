package dev.slipway.settings;

import dev.slipway.control.Nodes;
import dev.slipway.theme.Theme;
import dev.slipway.words.Words;
import java.util.Locale;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// How the window looks.
final class AppearanceView extends VBox {
    AppearanceView(Appearance appearance) {
        getStyleClass().add("settings-page");
        CheckBox compact = new CheckBox();
        compact.setAccessibleText(Words.text("settings.appearance.compact"));
        compact.selectedProperty().bindBidirectional(appearance.compact());
        getChildren()
                .addAll(
                        Parts.head(Section.APPEARANCE, Words.text("settings.appearance.detail")),
                        Parts.card(
                                Parts.line(Words.text("settings.appearance.look"), "", look(appearance)),
                                Parts.line(
                                        Words.text("settings.appearance.zoom"),
                                        Words.text("settings.appearance.zoom.detail"),
                                        zoom(appearance)),
                                Parts.line(
                                        Words.text("settings.appearance.compact"),
                                        Words.text("settings.appearance.compact.detail"),
                                        compact),
                                Parts.line(
                                        Words.text("settings.appearance.language"),
                                        Words.text("settings.appearance.language.detail"),
                                        language(appearance))),
                        code(appearance));
    }

    private static HBox look(Appearance appearance) {
        HBox row = new HBox(4);
        ToggleGroup group = new ToggleGroup();
        for (Theme.Choice choice : Theme.Choice.values()) {
            ToggleButton button = new ToggleButton(Words.text("settings.look." + choice.name()));
            button.getStyleClass().add("chip");
            button.setToggleGroup(group);
            appearance.look().subscribe(now -> button.setSelected(now == choice));
            button.setOnAction(_ -> {
                appearance.look().set(choice);
                button.setSelected(true);
            });
            row.getChildren().add(button);
        }
        return row;
    }

    private static ComboBox<String> language(Appearance appearance) {
        ComboBox<String> box = new ComboBox<>();
        Parts.choice(Words.text("settings.appearance.language"), box, AppearanceView::name);
        box.getItems().setAll(Appearance.languages());
        box.setMaxWidth(USE_PREF_SIZE);
        box.valueProperty().bindBidirectional(appearance.language());
        return box;
    }

    private static ComboBox<Double> zoom(Appearance appearance) {
        ComboBox<Double> box = new ComboBox<>();
        Parts.choice(
                Words.text("settings.appearance.zoom"),
                box,
                factor -> Words.text("settings.appearance.percent", factor.doubleValue()));
        box.getItems().setAll(appearance.zooms());
        box.setMaxWidth(USE_PREF_SIZE);
        appearance.zoom().subscribe(factor -> box.setValue(factor.doubleValue()));
        box.valueProperty().addListener((_, _, chosen) -> {
            if (chosen != null) {
                appearance.zoom().set(chosen);
            }
        });
        return box;
    }

    /// A language in itself, as whoever looks for it reads it.
    private static String name(String tag) {
        return tag.isEmpty()
                ? Words.text("settings.appearance.system")
                : Locale.forLanguageTag(tag).getDisplayLanguage(Locale.forLanguageTag(tag));
    }

    private static VBox code(Appearance appearance) {
        Slider slider = new Slider(Appearance.LEAST_CODE, Appearance.MOST_CODE, Appearance.USUAL_CODE);
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        slider.setSnapToTicks(true);
        slider.setBlockIncrement(1);
        slider.setPrefWidth(180);
        slider.setAccessibleText(Words.text("settings.appearance.code"));
        slider.setValue(appearance.code().get());
        slider.valueProperty().subscribe(value -> appearance.code().set((int) Math.round(value.doubleValue())));
        Label size = Nodes.label("", "settings-figure");
        size.setMinWidth(44);
        appearance.code().subscribe(now -> size.setText(Words.text("settings.appearance.pixels", now.intValue())));
        HBox control = Parts.row(slider, size);
        Text sample = new Text("total = items.stream().mapToInt(Item::price).sum();");
        sample.getStyleClass().add("t");
        TextFlow flow = new TextFlow(sample);
        flow.getStyleClass().addAll("code-text", "settings-sample");
        return Parts.card(Parts.line(Words.text("settings.appearance.code"), "", control), flow);
    }
}
