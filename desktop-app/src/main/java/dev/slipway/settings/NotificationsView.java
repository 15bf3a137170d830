package dev.slipway.settings;

import dev.slipway.notification.News;
import dev.slipway.notification.Preferences;
import dev.slipway.words.Words;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// What the person is told by the system while they look elsewhere.
final class NotificationsView extends VBox {
    NotificationsView(Preferences preferences) {
        getStyleClass().add("settings-page");
        CheckBox quiet = new CheckBox();
        quiet.selectedProperty().bindBidirectional(preferences.quiet());
        VBox kinds = Parts.card(Parts.title(Words.text("settings.notifications.kinds")));
        for (News.Kind kind : News.Kind.values()) {
            CheckBox wanted = new CheckBox();
            wanted.setSelected(preferences.wants(kind));
            wanted.selectedProperty().addListener((_, _, now) -> preferences.want(kind, now));
            kinds.getChildren().add(line(Words.text("settings.news." + kind.name()), "", wanted));
        }
        kinds.disableProperty().bind(preferences.quiet());
        getChildren()
                .addAll(
                        Parts.head(Section.NOTIFICATIONS, Words.text("settings.notifications.detail")),
                        Parts.card(line(
                                Words.text("settings.notifications.quiet"),
                                Words.text("settings.notifications.quiet.detail"),
                                quiet)),
                        kinds);
    }

    private static HBox line(String name, String detail, CheckBox box) {
        box.setAccessibleText(name);
        return Parts.line(name, detail, box);
    }
}
