package dev.slipway.pullrequest;

import dev.slipway.control.Avatar;
import dev.slipway.control.EmptyState;
import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.control.Times;
import dev.slipway.model.forge.Mergeability;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.navigation.Destination;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The list of pull requests: what waits for this person first.
public final class PullRequestsView extends VBox {
    private final PullRequestsModel model;
    private final Consumer<Destination> go;
    private final ListView<PullRequest> list = new ListView<>();
    private final StackPane body = new StackPane();
    private final TextField search = new TextField();
    private final Map<PullRequestsModel.Filter, ToggleButton> chips = new EnumMap<>(PullRequestsModel.Filter.class);

    public PullRequestsView(PullRequestsModel model, Consumer<Destination> go) {
        this.model = model;
        this.go = go;
        getStyleClass().addAll("pulls", "workbench");
        search.setPromptText(Words.text("pulls.search"));
        search.setAccessibleText(Words.text("pulls.search"));
        search.textProperty().bindBidirectional(model.search());
        search.setPrefWidth(240);
        search.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
                focusList();
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE) {
                search.clear();
                focusList();
            }
        });
        Label title = Nodes.label(Words.text("pulls.title"), "page-title");
        title.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(12, title, Nodes.spacer(), search);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox top = new VBox(10, head, chips());
        top.getStyleClass().add("pulls-head");
        list.setItems(model.lines());
        list.getStyleClass().addAll("pulls-list", "edge-to-edge");
        list.setAccessibleText(Words.text("pulls.title"));
        list.setCellFactory(_ -> new PullCell());
        list.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                openChosen();
                event.consume();
            }
        });
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().setAll(top, body);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            boolean plain = !event.isShortcutDown() && !event.isAltDown();
            if (event.getCode() == KeyCode.SLASH && plain && !search.isFocused()) {
                search.requestFocus();
                event.consume();
            }
        });
        model.lines().subscribe(this::fill);
        model.problem().subscribe(_ -> fill());
        // From nothing to nothing the lines tell of no change.
        model.loaded().subscribe(_ -> fill());
        model.filter().subscribe(_ -> fill());
        fill();
    }

    /// Loads anew and takes the keys.
    public void open() {
        model.load();
        focusList();
    }

    private void focusList() {
        list.requestFocus();
        if (list.getSelectionModel().getSelectedIndex() < 0 && !list.getItems().isEmpty()) {
            list.getSelectionModel().select(0);
        }
    }

    private HBox chips() {
        ToggleGroup group = new ToggleGroup();
        HBox row = new HBox(6);
        for (PullRequestsModel.Filter filter : PullRequestsModel.Filter.values()) {
            ToggleButton chip = new ToggleButton(Words.text("pulls.filter." + filter.name()));
            chip.getStyleClass().add("chip");
            chip.setToggleGroup(group);
            chip.setMinWidth(USE_PREF_SIZE);
            chip.setOnAction(_ -> {
                chip.setSelected(true);
                model.filter().set(filter);
            });
            chips.put(filter, chip);
            row.getChildren().add(chip);
        }
        model.filter().subscribe(filter -> {
            @Nullable ToggleButton chip = chips.get(filter);
            if (chip != null) {
                chip.setSelected(true);
            }
        });
        return row;
    }

    private void fill() {
        Node shown = list;
        if (model.problem().get().isPresent() && model.lines().isEmpty()) {
            StackPane framed =
                    new StackPane(new ProblemPanel(model.problem().get().get()));
            framed.getStyleClass().add("change-problem");
            StackPane.setAlignment(framed.getChildren().getFirst(), Pos.TOP_CENTER);
            shown = framed;
        } else if (model.lines().isEmpty() && model.loaded().get()) {
            String kind = model.search().get().isBlank() ? model.filter().get().name() : "SEARCH";
            shown = new EmptyState(
                    Icon.PULL_REQUEST, Words.text("pulls.empty." + kind), Words.text("pulls.hint." + kind));
        }
        if (body.getChildren().size() != 1 || !body.getChildren().getFirst().equals(shown)) {
            body.getChildren().setAll(shown);
        }
    }

    private void openChosen() {
        @Nullable PullRequest chosen = list.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            go.accept(new Destination.PullRequest(chosen.ref()));
        }
    }

    private final class PullCell extends ListCell<PullRequest> {
        PullCell() {
            getStyleClass().add("pulls-cell");
            setPrefWidth(0);
            setOnMouseClicked(_ -> {
                if (getItem() != null) {
                    openChosen();
                }
            });
        }

        @Override
        protected void updateItem(@Nullable PullRequest pull, boolean empty) {
            super.updateItem(pull, empty);
            if (empty || pull == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            boolean unread = model.isUnread(pull);
            Region dot = new Region();
            dot.getStyleClass().addAll("unread-dot", unread ? "unread" : "read");
            Node icon = (pull.state() == PullRequestState.MERGED ? Icon.MERGE : Icon.PULL_REQUEST).node(16);
            HBox state = new HBox(icon);
            state.getStyleClass().add("pull-" + pull.state().name().toLowerCase(Locale.ROOT));
            state.setAlignment(Pos.CENTER);
            Label title = Nodes.label(pull.title(), unread ? "pulls-unread" : "pulls-name");
            title.setMinWidth(0);
            Label more = Nodes.label(
                    Words.text(
                            "pulls.more",
                            pull.ref().toString(),
                            pull.author().name(),
                            Times.ago(pull.updatedAt(), model.now())),
                    "hint");
            more.setMinWidth(0);
            VBox words = new VBox(2, title, more);
            words.setMinWidth(0);
            HBox.setHgrow(words, Priority.ALWAYS);
            HBox row = new HBox(10, dot, state, words, verdicts(pull), stat(pull), new Avatar(pull.author(), 24));
            row.setAlignment(Pos.CENTER_LEFT);
            setGraphic(row);
            setAccessibleText((unread ? Words.text("pulls.unread") + " " : "") + pull.title() + ", " + more.getText());
        }

        private Node stat(PullRequest pull) {
            HBox stat = new HBox(
                    5,
                    Nodes.label("+" + pull.stat().additions(), "count-added"),
                    Nodes.label("−" + pull.stat().deletions(), "count-removed"));
            stat.setMinWidth(USE_PREF_SIZE);
            stat.setAlignment(Pos.CENTER_RIGHT);
            return stat;
        }

        private Node verdicts(PullRequest pull) {
            HBox marks = new HBox(6);
            marks.setAlignment(Pos.CENTER_RIGHT);
            marks.setMinWidth(USE_PREF_SIZE);
            if (pull.state() == PullRequestState.OPEN) {
                boolean approved = pull.reviews().stream()
                        .anyMatch(review -> review.verdict() == Review.Verdict.APPROVE
                                && review.commit().equals(pull.headCommit()));
                boolean against = pull.reviews().stream()
                        .anyMatch(review -> review.verdict() == Review.Verdict.REQUEST_CHANGES
                                && review.commit().equals(pull.headCommit()));
                if (pull.mergeability().status() == Mergeability.Status.CONFLICTING) {
                    marks.getChildren().add(Nodes.label(Words.text("pulls.conflicts"), "badge", "badge-bad"));
                }
                if (against) {
                    marks.getChildren().add(Nodes.label(Words.text("pulls.against"), "badge", "badge-bad"));
                } else if (approved) {
                    marks.getChildren().add(Nodes.label(Words.text("pulls.approved"), "badge", "badge-good"));
                }
            }
            return marks;
        }
    }
}
