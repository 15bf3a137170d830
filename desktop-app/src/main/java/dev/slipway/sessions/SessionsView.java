package dev.slipway.sessions;

import dev.slipway.control.EmptyState;
import dev.slipway.control.Nodes;
import dev.slipway.navigation.Destination;
import dev.slipway.navigation.Navigator;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The list with its search, filters and groups.
public final class SessionsView extends VBox {
    private static final PseudoClass BY_REPOSITORY = PseudoClass.getPseudoClass("on");

    private final SessionsModel model;
    private final Navigator navigator;
    private final TextField search = new TextField();
    private final ListView<SessionLine> list;
    private final StackPane empty = new StackPane();

    public SessionsView(SessionsModel model, Navigator navigator) {
        this.model = model;
        this.navigator = navigator;
        this.list = new ListView<>(model.lines());
        getStyleClass().add("sessions");
        list.getStyleClass().addAll("session-list", "edge-to-edge");
        list.setCellFactory(_ -> new SessionCell(
                model.clock(),
                session -> model.open().get().filter(session.id()::equals).isPresent()));
        list.setAccessibleRole(AccessibleRole.LIST_VIEW);
        list.setAccessibleText(Words.text("sessions.title"));
        list.getSelectionModel().selectedItemProperty().subscribe(this::choose);
        list.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                choose(list.getSelectionModel().getSelectedItem());
            }
        });
        model.open().subscribe(_ -> list.refresh());
        StackPane body = new StackPane(list, empty);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(searchRow(), filters(), body);
        model.lines().addListener((ListChangeListener<SessionLine>) _ -> showEmptyState());
        model.total().subscribe(_ -> showEmptyState());
    }

    /// Puts the cursor into the search.
    public void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    private void choose(SessionLine line) {
        if (line instanceof SessionLine.Entry entry) {
            navigator.go(new Destination.Session(entry.session().id()));
        }
    }

    private HBox searchRow() {
        search.setPromptText(Words.text("sessions.search"));
        search.setAccessibleText(Words.text("sessions.search"));
        search.textProperty().bindBidirectional(model.search());
        search.getStyleClass().add("search-field");
        search.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                search.clear();
            } else if (event.getCode() == KeyCode.DOWN) {
                list.requestFocus();
            }
        });
        StackPane field = new StackPane(search, Icon.SEARCH.node(14));
        StackPane.setAlignment(field.getChildren().get(1), Pos.CENTER_LEFT);
        field.getChildren().get(1).setTranslateX(10);
        HBox.setHgrow(field, Priority.ALWAYS);
        HBox row = new HBox(field);
        row.getStyleClass().add("session-search");
        return row;
    }

    private HBox filters() {
        ToggleGroup group = new ToggleGroup();
        HBox row = new HBox(2);
        row.getStyleClass().add("session-filters");
        row.setAlignment(Pos.CENTER_LEFT);
        for (Arrangement.Filter filter : Arrangement.Filter.values()) {
            ToggleButton button = new ToggleButton(Words.text("sessions.filter." + filter.name()));
            button.getStyleClass().add("chip");
            button.setToggleGroup(group);
            button.setSelected(filter == model.filter().get());
            button.setOnAction(_ -> {
                button.setSelected(true);
                model.filter().set(filter);
            });
            if (filter == Arrangement.Filter.ATTENTION) {
                button.textProperty()
                        .bind(Bindings.createStringBinding(
                                () -> Words.text("sessions.filter.ATTENTION")
                                        + (model.attention().get() == 0
                                                ? ""
                                                : "  " + model.attention().get()),
                                model.attention()));
            }
            row.getChildren().add(button);
        }
        Button byRepository = Nodes.iconButton(Icon.REPOSITORY, Words.text("sessions.byRepository"), () -> {});
        byRepository.setOnAction(_ -> {
            boolean on = model.grouping().get() == Arrangement.Grouping.TIME;
            model.grouping().set(on ? Arrangement.Grouping.REPOSITORY : Arrangement.Grouping.TIME);
            byRepository.pseudoClassStateChanged(BY_REPOSITORY, on);
        });
        row.getChildren().addAll(Nodes.spacer(), byRepository);
        return row;
    }

    private void showEmptyState() {
        boolean none = model.lines().isEmpty();
        Nodes.show(empty, none);
        Nodes.show(list, !none);
        if (!none) {
            return;
        }
        empty.getChildren()
                .setAll(
                        model.total().get() == 0
                                ? new EmptyState(
                                        Icon.CHAT,
                                        Words.text("sessions.none"),
                                        Words.text("sessions.none.detail"),
                                        Nodes.button(
                                                Words.text("sessions.new"),
                                                () -> navigator.go(new Destination.NewSession()),
                                                "accent"))
                                : new EmptyState(
                                        Icon.SEARCH,
                                        Words.text("sessions.noMatch"),
                                        Words.text("sessions.noMatch.detail"),
                                        Nodes.button(Words.text("sessions.showAll"), this::showAll)));
    }

    private void showAll() {
        model.search().set("");
        model.filter().set(Arrangement.Filter.ALL);
        lookupAll(".chip").stream().findFirst().ifPresent(chip -> ((ToggleButton) chip).setSelected(true));
    }
}
