package dev.slipway.control;

import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.Property;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import org.jspecify.annotations.Nullable;

/// A choice of one from a list that may be long: opens with a field that narrows it while one types. Space, Enter or an
/// arrow opens it; arrows and Enter choose; Escape leaves all as it was.
public final class Chooser<T> extends Button {
    private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");
    private static final double LINE = 30;
    private static final int MOST_LINES = 9;

    private final Property<@Nullable T> chosen;
    private final Function<T, String> text;
    private final FilteredList<T> shown;
    private final TextField search = new TextField();
    private final ListView<T> list;
    private final Label none = Nodes.label(Words.text("chooser.none"), "chooser-none");
    private final Popup popup = new Popup();
    private final Label now = Nodes.label("", "chooser-now");

    /// @param name what is chosen, for who can't see it
    public Chooser(String name, ObservableList<T> items, Property<@Nullable T> chosen, Function<T, String> text) {
        this.chosen = chosen;
        this.text = text;
        shown = new FilteredList<>(items);
        list = new ListView<>(shown);
        getStyleClass().add("chooser");
        setMaxWidth(Double.MAX_VALUE);
        setMnemonicParsing(false);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        now.setMinWidth(0);
        now.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(now, Priority.ALWAYS);
        HBox face = new HBox(6, now, Icon.CHEVRON_DOWN.node(12));
        face.setAlignment(Pos.CENTER_LEFT);
        face.setMouseTransparent(true);
        face.prefWidthProperty().bind(widthProperty().subtract(24));
        setGraphic(face);
        setAccessibleRole(AccessibleRole.COMBO_BOX);
        chosen.addListener((_, _, item) -> show(name, item));
        show(name, chosen.getValue());
        setOnAction(_ -> open());
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            boolean opens = event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER;
            if (opens && !event.isShortcutDown() && !event.isAltDown()) {
                open();
                event.consume();
            }
        });
        search.setPromptText(Words.text("chooser.search"));
        search.setAccessibleText(Words.text("chooser.search"));
        search.textProperty().subscribe(this::narrow);
        search.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        list.setCellFactory(_ -> new Line());
        list.setFixedCellSize(LINE);
        list.setFocusTraversable(false);
        list.setAccessibleText(name);
        list.getStyleClass().addAll("chooser-list", "edge-to-edge");
        list.setOnMouseClicked(_ -> choose());
        VBox content = new VBox(search, list, none);
        content.getStyleClass().add("chooser-popup");
        popup.getContent().add(content);
        popup.setAutoHide(true);
        popup.setHideOnEscape(true);
    }

    private void show(String name, @Nullable T item) {
        setText(item == null ? "" : text.apply(item));
        now.setText(getText());
        setAccessibleText(name + ": " + getText());
    }

    /// Opens the list.
    public void open() {
        if (getScene() == null || popup.isShowing()) {
            return;
        }
        search.clear();
        narrow("");
        popup.getScene().getStylesheets().setAll(getScene().getStylesheets());
        popup.getScene()
                .getRoot()
                .pseudoClassStateChanged(
                        DARK, getScene().getRoot().getPseudoClassStates().contains(DARK));
        Bounds place = localToScreen(getLayoutBounds());
        ((VBox) popup.getContent().getFirst()).setPrefWidth(Math.max(getWidth(), 240));
        popup.show(this, place.getMinX(), place.getMaxY() + 4);
        list.getSelectionModel().select(chosen.getValue());
        list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - 2));
        search.requestFocus();
    }

    private void narrow(String words) {
        String wanted = words.strip().toLowerCase(Locale.ROOT);
        shown.setPredicate(item -> text.apply(item).toLowerCase(Locale.ROOT).contains(wanted));
        list.setPrefHeight(LINE * Math.min(MOST_LINES, Math.max(1, shown.size())) + 4);
        list.getSelectionModel().select(0);
        Nodes.show(none, shown.isEmpty());
        Nodes.show(list, !shown.isEmpty());
    }

    private void key(KeyEvent event) {
        int at = list.getSelectionModel().getSelectedIndex();
        switch (event.getCode()) {
            case DOWN -> list.getSelectionModel().select(Math.min(at + 1, shown.size() - 1));
            case UP -> list.getSelectionModel().select(Math.max(at - 1, 0));
            case ENTER -> choose();
            case ESCAPE, TAB -> close();
            default -> {
                return;
            }
        }
        list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - 4));
        event.consume();
    }

    private void choose() {
        @Nullable T item = list.getSelectionModel().getSelectedItem();
        if (item != null) {
            chosen.setValue(item);
            close();
        }
    }

    private void close() {
        popup.hide();
        requestFocus();
    }

    private final class Line extends ListCell<T> {
        Line() {
            getStyleClass().add("chooser-cell");
        }

        @Override
        protected void updateItem(@Nullable T item, boolean empty) {
            super.updateItem(item, empty);
            setText(empty || item == null ? null : text.apply(item));
        }
    }
}
