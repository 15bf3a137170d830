package dev.slipway.notice;

import dev.slipway.control.EmptyState;
import dev.slipway.control.Nodes;
import dev.slipway.control.Overlay;
import dev.slipway.control.Times;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// All that was told, the newest first, for whoever was away.
public final class NoticesView extends Overlay {
    private final Notices notices;
    private final InstantSource clock;
    private final VBox rows = new VBox();
    private final Button clear;
    private final Button close;

    public NoticesView(Notices notices, InstantSource clock) {
        this.notices = notices;
        this.clock = clock;
        getStyleClass().add("notices-veil");
        clear = Nodes.button(Words.text("notice.clear"), notices::forget, "flat", "small");
        close = Nodes.iconButton(Icon.CLOSE, Words.text("notice.close"), this::close);
        HBox head = new HBox(8, Nodes.label(Words.text("notice.title"), "notices-title"), Nodes.spacer(), clear, close);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("notices-head");
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().addAll("notices-scroll", "edge-to-edge");
        scroll.setAccessibleText(Words.text("notice.title"));
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox panel = new VBox(head, scroll);
        panel.getStyleClass().add("notices");
        panel.setMaxWidth(420);
        setAlignment(Pos.CENTER_RIGHT);
        getChildren().add(panel);
        notices.told().addListener((ListChangeListener<Notice>) _ -> refresh());
        notices.listIs(this::open);
    }

    public void open() {
        notices.seen();
        open(close);
        refresh();
    }

    private void refresh() {
        if (!isVisible()) {
            return;
        }
        Nodes.show(clear, !notices.told().isEmpty());
        Instant now = clock.instant();
        rows.getChildren()
                .setAll(notices.told().stream().map(notice -> row(notice, now)).toList());
        if (notices.told().isEmpty()) {
            rows.getChildren()
                    .add(new EmptyState(Icon.INFO, Words.text("notice.none"), Words.text("notice.none.detail")));
        }
    }

    private Node row(Notice notice, Instant now) {
        Toast toast = notice.toast();
        Label title = Nodes.label(toast.title(), "toast-title");
        Label detail = Nodes.label(toast.detail(), "toast-detail");
        Nodes.show(detail, !toast.detail().isEmpty());
        VBox words = new VBox(3, title, detail);
        for (Label label : new Label[] {title, detail}) {
            label.setWrapText(true);
            label.setMinHeight(USE_PREF_SIZE);
        }
        // What was done long ago is not undone from here: the way back may have gone by then.
        if (toast.kind() != Toast.Kind.DONE && !toast.actions().isEmpty()) {
            HBox actions = new HBox(6);
            actions.getStyleClass().add("toast-actions");
            for (Toast.Action action : toast.actions()) {
                actions.getChildren()
                        .add(Nodes.button(
                                action.text(),
                                () -> {
                                    close();
                                    notices.run(notice, action);
                                },
                                "small"));
            }
            words.getChildren().add(actions);
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        String times = notice.times() > 1 ? Words.text("notice.times", notice.times()) + "  " : "";
        Label when = Nodes.label(times + Times.ago(notice.at(), now), "notice-when");
        when.setMinWidth(USE_PREF_SIZE);
        HBox row = new HBox(10, ToastCard.icon(toast.kind()).node(16), words, when);
        row.getStyleClass().addAll("notice-row", "toast-" + toast.kind().name().toLowerCase(Locale.ROOT));
        return row;
    }
}
