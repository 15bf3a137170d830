package dev.slipway.settings;

import dev.slipway.control.Nodes;
import dev.slipway.navigation.Destination;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The settings: a list of sections that can be searched, and the page of one of them.
public final class SettingsView extends HBox {
    private static final double WIDEST = 760;

    private final SettingsModel model;
    private final Consumer<Destination> go;
    private final ListView<Section> list = new ListView<>();
    private final StackPane page = new StackPane();
    private final Map<Section, Node> pages = new EnumMap<>(Section.class);
    private final TextField words = new TextField();
    private boolean following;

    /// @param go opens another section
    public SettingsView(SettingsModel model, Consumer<Destination> go) {
        this.model = model;
        this.go = go;
        getStyleClass().add("settings");
        HBox.setHgrow(page, Priority.ALWAYS);
        page.setMinWidth(0);
        getChildren().addAll(side(), page);
        model.section().subscribe(this::show);
    }

    /// Puts the cursor where the person begins.
    public void focus() {
        list.requestFocus();
    }

    private Node side() {
        words.setPromptText(Words.text("settings.search"));
        words.setAccessibleText(Words.text("settings.search"));
        words.getStyleClass().add("search-field");
        words.textProperty().bindBidirectional(model.words());
        words.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
                list.requestFocus();
                if (list.getSelectionModel().isEmpty()) {
                    list.getSelectionModel().selectFirst();
                }
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE) {
                words.clear();
            }
        });
        Node glass = Icon.SEARCH.node(14);
        StackPane search = new StackPane(words, glass);
        StackPane.setAlignment(glass, Pos.CENTER_LEFT);
        glass.setTranslateX(9);
        list.getStyleClass().addAll("settings-sections", "edge-to-edge");
        list.setAccessibleText(Words.text("settings.title"));
        list.setCellFactory(_ -> new SectionCell());
        list.setPlaceholder(Nodes.label(Words.text("settings.search.none"), "muted"));
        list.getSelectionModel().selectedItemProperty().addListener((_, _, chosen) -> {
            if (chosen != null && !following) {
                go.accept(new Destination.Settings(chosen.path()));
            }
        });
        model.words().subscribe(this::find);
        VBox.setVgrow(list, Priority.ALWAYS);
        VBox side = new VBox(10, Nodes.label(Words.text("settings.title"), "settings-title"), search, list);
        side.getStyleClass().add("settings-side");
        return side;
    }

    private void find(String text) {
        following = true;
        list.setItems(FXCollections.observableList(List.copyOf(Section.find(text))));
        list.getSelectionModel().clearSelection();
        if (list.getItems().contains(model.section().get())) {
            list.getSelectionModel().select(model.section().get());
        }
        following = false;
    }

    private void show(Section section) {
        following = true;
        list.getSelectionModel().select(section);
        following = false;
        page.getChildren().setAll(pages.computeIfAbsent(section, this::make));
    }

    private Node make(Section section) {
        VBox content = switch (section) {
            case MODELS -> new ModelsView(model.models());
            case REPOSITORIES -> new RepositoriesView(model.repositories());
            case PEOPLE -> new PeopleView(model.people());
            case HOST -> new HostsView(model.hosts());
            case ACCOUNT -> new AccountView(model.account(), model.clock());
            case SERVERS -> new ServersView(model.servers());
            case APPEARANCE -> new AppearanceView(model.around().appearance());
            case NOTIFICATIONS -> new NotificationsView(model.around().notifications());
            case KEYS -> new KeysView(model.commands());
        };
        content.setMaxWidth(WIDEST);
        StackPane middle = new StackPane(content);
        middle.setAlignment(Pos.TOP_CENTER);
        ScrollPane scroll = new ScrollPane(middle);
        scroll.getStyleClass().addAll("settings-scroll", "edge-to-edge");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        return scroll;
    }

    private final class SectionCell extends ListCell<Section> {
        private final Label heading = Nodes.label("", "session-group");
        private final HBox row = new HBox(10);

        SectionCell() {
            getStyleClass().add("settings-section");
            row.setAlignment(Pos.CENTER_LEFT);
            row.getStyleClass().add("settings-section-row");
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable Section section, boolean empty) {
            super.updateItem(section, empty);
            if (empty || section == null) {
                setGraphic(null);
                setAccessibleText("");
                return;
            }
            int before = getIndex() - 1;
            boolean first = before < 0 || list.getItems().get(before).ofServer() != section.ofServer();
            heading.setText(section.ofServer() ? model.server() : Words.text("settings.thisComputer"));
            row.getChildren().setAll(section.icon().node(15), Nodes.label(section.title()));
            VBox box = first ? new VBox(4, heading, row) : new VBox(row);
            setGraphic(box);
            setAccessibleText(section.title());
        }
    }
}
