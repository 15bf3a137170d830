package dev.slipway.search;

import dev.slipway.control.EmptyState;
import dev.slipway.control.Nodes;
import dev.slipway.control.Times;
import dev.slipway.navigation.Destination;
import dev.slipway.navigation.Navigator;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.time.InstantSource;
import java.util.Locale;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/// The search in all transcripts: words above, what was found below, by session.
public final class SearchView extends VBox {
    private static final int AROUND = 44;

    private final SearchModel model;
    private final Navigator navigator;
    private final InstantSource clock;
    private final TextField words = new TextField();
    private final ListView<Found> list;

    public SearchView(SearchModel model, Navigator navigator, InstantSource clock) {
        this.model = model;
        this.navigator = navigator;
        this.clock = clock;
        this.list = new ListView<>(model.lines());
        getStyleClass().add("search-page");
        list.getStyleClass().addAll("search-list", "edge-to-edge");
        list.setAccessibleText(Words.text("search.title"));
        list.setCellFactory(_ -> new Line());
        list.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                open(list.getSelectionModel().getSelectedItem());
            }
        });
        EmptyState empty = new EmptyState(Icon.SEARCH, Words.text("search.none"), Words.text("search.none.detail"));
        Runnable tell = () -> Nodes.show(
                empty,
                model.lines().isEmpty()
                        && !model.busy().get()
                        && words.getText().strip().length() > 1);
        model.lines().addListener((ListChangeListener<Found>) _ -> tell.run());
        model.busy().subscribe(_ -> tell.run());
        StackPane body = new StackPane(list, empty);
        VBox.setVgrow(body, Priority.ALWAYS);
        VBox column = new VBox(head(), body);
        column.setMaxWidth(860);
        VBox.setVgrow(column, Priority.ALWAYS);
        setAlignment(Pos.TOP_CENTER);
        getChildren().add(column);
        tell.run();
    }

    /// Puts the cursor into the words.
    public void focus() {
        words.requestFocus();
        words.end();
    }

    private VBox head() {
        words.setPromptText(Words.text("search.prompt"));
        words.setAccessibleText(Words.text("search.prompt"));
        words.textProperty().bindBidirectional(model.words());
        words.getStyleClass().add("search-words");
        words.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
                list.requestFocus();
                list.getSelectionModel().select(Math.min(1, model.lines().size() - 1));
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE) {
                navigator.back();
                event.consume();
            }
        });
        HBox.setHgrow(words, Priority.ALWAYS);
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.getStyleClass().add("tool-wheel");
        wheel.visibleProperty().bind(model.busy());
        HBox row = new HBox(10, words, wheel);
        row.setAlignment(Pos.CENTER_LEFT);
        VBox head = new VBox(
                8,
                Nodes.label(Words.text("search.title"), "page-title"),
                row,
                Nodes.label(Words.text("search.hint"), "hint"));
        head.getStyleClass().add("search-head");
        return head;
    }

    private void open(@Nullable Found found) {
        switch (found) {
            case null -> {}
            case Found.OfSession session -> navigator.go(new Destination.Session(session.id()));
            case Found.More more -> navigator.go(new Destination.Session(more.id()));
            case Found.Place place ->
                navigator.go(new Destination.Moment(
                        place.hit().session(), place.hit().seq()));
        }
    }

    private final class Line extends ListCell<Found> {
        Line() {
            getStyleClass().add("search-cell");
            setPrefWidth(0);
            setOnMouseClicked(_ -> open(getItem()));
        }

        @Override
        protected void updateItem(@Nullable Found found, boolean empty) {
            super.updateItem(found, empty);
            setText(null);
            if (empty || found == null) {
                setGraphic(null);
                return;
            }
            switch (found) {
                case Found.OfSession session -> {
                    Label title = Nodes.label(session.title(), "search-session");
                    title.setMinWidth(0);
                    HBox row = new HBox(
                            8,
                            Icon.CHAT.node(14),
                            title,
                            Nodes.label(String.valueOf(session.places()), "search-count"));
                    row.setAlignment(Pos.CENTER_LEFT);
                    setAccessibleText(session.title());
                    setGraphic(row);
                }
                case Found.Place place -> setGraphic(row(place));
                case Found.More more -> {
                    Label label = Nodes.label(Words.text("search.more", more.places()), "search-more");
                    setAccessibleText(label.getText());
                    setGraphic(label);
                }
            }
        }

        private HBox row(Found.Place place) {
            String line = place.hit().excerpt();
            String wanted = model.words().get().strip();
            int at = line.toLowerCase(Locale.ROOT).indexOf(wanted.toLowerCase(Locale.ROOT));
            TextFlow flow = new TextFlow();
            flow.getStyleClass().add("search-excerpt");
            flow.setMinWidth(0);
            flow.setMaxHeight(20);
            if (at < 0 || at + wanted.length() > line.length()) {
                flow.getChildren().add(text(line, "t"));
            } else {
                int from = Math.max(0, at - AROUND);
                flow.getChildren()
                        .setAll(
                                text((from > 0 ? "…" : "") + line.substring(from, at), "t"),
                                text(line.substring(at, at + wanted.length()), "search-match"),
                                text(line.substring(at + wanted.length()), "t"));
            }
            HBox.setHgrow(flow, Priority.ALWAYS);
            Label time = Nodes.label(Times.ago(place.hit().at(), clock.instant()), "row-time");
            time.setMinWidth(USE_PREF_SIZE);
            HBox row = new HBox(10, flow, time);
            row.getStyleClass().add("search-place");
            row.setAlignment(Pos.CENTER_LEFT);
            setAccessibleText(line);
            return row;
        }

        private static Text text(String words, String style) {
            Text text = new Text(words);
            text.getStyleClass().add(style);
            return text;
        }
    }
}
