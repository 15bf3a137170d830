package dev.slipway.sessions;

import dev.slipway.control.EmptyState;
import dev.slipway.control.Nodes;
import dev.slipway.model.SessionId;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.navigation.Destination;
import dev.slipway.navigation.Navigator;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// The list with its search, filters and groups. A click or Enter opens a session; arrows, J and K only move, so that
/// several can be selected and dealt with at once.
public final class SessionsView extends VBox {
    private static final PseudoClass NARROWED = PseudoClass.getPseudoClass("narrowed");
    /// Older sessions are fetched when the thumb is so near to the end, as a share of the whole.
    private static final double NEAR_END = 0.9;

    private final SessionsModel model;
    private final SessionActions actions;
    private final Navigator navigator;
    private final TextField search = new TextField();
    private final ListView<SessionLine> list;
    /// The list itself would make them anew to have them updated.
    private final Set<SessionCell> cells = Collections.newSetFromMap(new WeakHashMap<>());

    private final StackPane empty = new StackPane();
    private final Label foot = Nodes.label("", "session-foot");
    private final HBox selection = new HBox(6);
    private final Label selected = Nodes.label("", "session-selected");
    private final ContextMenu menu = new ContextMenu();
    private boolean changing;

    public SessionsView(SessionsModel model, SessionActions actions, Navigator navigator) {
        this.model = model;
        this.actions = actions;
        this.navigator = navigator;
        this.list = new ListView<>(model.lines());
        getStyleClass().add("sessions");
        list.getStyleClass().addAll("session-list", "edge-to-edge");
        SessionCell.Heights heights = new SessionCell.Heights();
        list.setCellFactory(_ -> {
            SessionCell cell = new SessionCell(model, actions, heights);
            cells.add(cell);
            return cell;
        });
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        list.setAccessibleRole(AccessibleRole.LIST_VIEW);
        list.setAccessibleText(Words.text("sessions.title"));
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        list.addEventHandler(KeyEvent.KEY_TYPED, event -> {
            if (event.getCharacter().equals("/") && !renaming()) {
                focusSearch();
                event.consume();
            }
        });
        list.addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            boolean plain = event.getButton() == MouseButton.PRIMARY && !event.isShiftDown() && !event.isShortcutDown();
            if (plain && event.isStillSincePress() && !renaming()) {
                open(list.getSelectionModel().getSelectedItem());
            }
        });
        list.setOnContextMenuRequested(this::showMenu);
        list.getSelectionModel().getSelectedIndices().addListener((ListChangeListener<Integer>)
                _ -> selectionChanged());
        model.frameChanges(this::keepingSelection);
        model.open().subscribe(_ -> cells.forEach(SessionCell::update));
        model.renaming().subscribe(_ -> cells.forEach(SessionCell::update));
        StackPane body = new StackPane(list, empty);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(searchRow(), new FilterBar(model), body, foot, selectionBar());
        model.lines().addListener((ListChangeListener<SessionLine>) _ -> linesChanged());
        model.total().subscribe(_ -> linesChanged());
        model.loading().subscribe(_ -> showFoot());
        model.older().problem().subscribe(_ -> showFoot());
        list.skinProperty().subscribe(_ -> watchScrolling());
        keepTimesFresh();
    }

    /// Puts the cursor into the search.
    public void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    /// Puts the focus into the list, on the session that is open.
    public void focusList() {
        list.requestFocus();
        if (list.getSelectionModel().isEmpty()) {
            int at = model.open().get().map(model::indexOf).orElse(-1);
            list.getSelectionModel().clearAndSelect(at >= 0 ? at : firstSession());
        }
    }

    private int firstSession() {
        return list.getItems().size() > 1 && list.getItems().getFirst() instanceof SessionLine.Group ? 1 : 0;
    }

    private boolean renaming() {
        return model.renaming().get().isPresent();
    }

    private void open(SessionLine line) {
        if (line instanceof SessionLine.Entry entry) {
            navigator.go(new Destination.Session(entry.session().id()));
        }
    }

    private List<SessionSummary> chosen() {
        List<SessionSummary> all = new ArrayList<>();
        for (SessionLine line : list.getSelectionModel().getSelectedItems()) {
            if (line instanceof SessionLine.Entry entry) {
                all.add(entry.session());
            }
        }
        return all;
    }

    private void key(KeyEvent event) {
        if (renaming() || event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        SessionLine line = list.getFocusModel().getFocusedItem();
        boolean taken = true;
        switch (event.getCode()) {
            case J -> move(1, event.isShiftDown());
            case K -> move(-1, event.isShiftDown());
            case ENTER -> enter(line);
            case LEFT -> fold(line, true);
            case RIGHT -> fold(line, false);
            case F2 -> rename();
            case DELETE -> withChosen(actions::archive);
            case U -> withChosen(this::turnUnread);
            case P -> withChosen(which -> actions.pin(which, !actions.pinned(which.getFirst())));
            case X -> turnSelected(list.getFocusModel().getFocusedIndex());
            case ESCAPE -> list.getSelectionModel().clearSelection();
            default -> taken = false;
        }
        if (taken) {
            event.consume();
        }
    }

    private void move(int by, boolean extend) {
        int to = Math.clamp(
                (long) list.getFocusModel().getFocusedIndex() + by,
                0,
                Math.max(0, list.getItems().size() - 1));
        if (extend) {
            list.getSelectionModel().select(to);
        } else {
            list.getSelectionModel().clearAndSelect(to);
        }
        list.getFocusModel().focus(to);
        list.scrollTo(Math.max(0, to - 3));
    }

    private void enter(SessionLine line) {
        if (line instanceof SessionLine.Group group) {
            model.fold(group.spot().group(), !group.collapsed());
        } else {
            open(line);
        }
    }

    private void fold(SessionLine line, boolean hidden) {
        switch (line) {
            case SessionLine.Group group -> model.fold(group.spot().group(), hidden);
            case SessionLine.Entry entry
            when hidden && !entry.spot().group().isEmpty() -> {
                model.fold(entry.spot().group(), true);
                for (int i = 0; i < list.getItems().size(); i++) {
                    if (list.getItems().get(i).spot().equals(entry.spot().head())) {
                        list.getSelectionModel().clearAndSelect(i);
                        break;
                    }
                }
            }
            case null, default -> {}
        }
    }

    private void rename() {
        List<SessionSummary> which = chosen();
        if (which.size() == 1) {
            model.renaming().set(Optional.of(which.getFirst().id()));
        }
    }

    private void withChosen(java.util.function.Consumer<List<SessionSummary>> action) {
        List<SessionSummary> which = chosen();
        if (!which.isEmpty()) {
            action.accept(which);
        }
    }

    private void turnUnread(List<SessionSummary> which) {
        if (actions.unread(which.getFirst())) {
            actions.markRead(which);
        } else {
            actions.markUnread(which);
        }
    }

    private void turnSelected(int index) {
        if (list.getSelectionModel().isSelected(index)) {
            list.getSelectionModel().clearSelection(index);
        } else {
            list.getSelectionModel().select(index);
        }
    }

    private void showMenu(ContextMenuEvent event) {
        List<SessionSummary> which = chosen();
        if (which.isEmpty()) {
            return;
        }
        menu.getItems().setAll(SessionMenu.items(actions, which, this::rename));
        menu.show(list, event.getScreenX(), event.getScreenY());
        event.consume();
    }

    /// Selection and focus stay with their sessions, wherever these move.
    private void keepingSelection(Runnable change) {
        List<SessionId> kept = new ArrayList<>();
        chosen().forEach(session -> kept.add(session.id()));
        Optional<SessionId> focused = list.getFocusModel().getFocusedItem() instanceof SessionLine.Entry entry
                ? Optional.of(entry.session().id())
                : Optional.empty();
        changing = true;
        change.run();
        if (!kept.isEmpty()) {
            int[] now = kept.stream()
                    .mapToInt(model::indexOf)
                    .filter(index -> index >= 0)
                    .toArray();
            List<Integer> have = List.copyOf(list.getSelectionModel().getSelectedIndices());
            boolean same = have.size() == now.length;
            for (int index : now) {
                same &= have.contains(index);
            }
            if (!same) {
                list.getSelectionModel().clearSelection();
                if (now.length > 0) {
                    list.getSelectionModel().selectIndices(now[0], now);
                }
            }
        }
        focused.map(model::indexOf).filter(index -> index >= 0).ifPresent(list.getFocusModel()::focus);
        changing = false;
        selectionChanged();
    }

    private void selectionChanged() {
        if (!changing) {
            int count = list.getSelectionModel().getSelectedIndices().size();
            Nodes.show(selection, count > 1);
            selected.setText(Words.text("sessions.selected", count));
        }
    }

    private HBox selectionBar() {
        selection.getStyleClass().add("session-selection");
        selection.setAlignment(Pos.CENTER_LEFT);
        selection
                .getChildren()
                .addAll(
                        selected,
                        Nodes.spacer(),
                        Nodes.button(Words.text("sessions.menu.archive"), () -> withChosen(actions::archive), "small"),
                        Nodes.button(Words.text("sessions.menu.stop"), () -> withChosen(actions::stop), "small"),
                        Nodes.iconButton(
                                Icon.CLOSE,
                                Words.text("sessions.deselect"),
                                () -> list.getSelectionModel().clearSelection()));
        Nodes.show(selection, false);
        return selection;
    }

    private HBox searchRow() {
        search.setPromptText(Words.text("sessions.search"));
        search.setAccessibleText(Words.text("sessions.search"));
        search.textProperty().bindBidirectional(model.search());
        search.getStyleClass().add("search-field");
        search.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            switch (event.getCode()) {
                case ESCAPE -> {
                    if (search.getText().isEmpty()) {
                        focusList();
                    }
                    search.clear();
                }
                case DOWN -> focusList();
                case ENTER -> openFirst();
                default -> {}
            }
        });
        StackPane field = new StackPane(search, Icon.SEARCH.node(14));
        StackPane.setAlignment(field.getChildren().get(1), Pos.CENTER_LEFT);
        field.getChildren().get(1).setTranslateX(10);
        HBox.setHgrow(field, Priority.ALWAYS);
        HBox row = new HBox(4, field, new ViewMenu(model));
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("session-search");
        return row;
    }

    private void openFirst() {
        model.lines().stream()
                .filter(SessionLine.Entry.class::isInstance)
                .findFirst()
                .ifPresent(this::open);
    }

    private void watchScrolling() {
        for (var node : list.lookupAll(".scroll-bar")) {
            if (node instanceof ScrollBar bar && bar.getOrientation() == javafx.geometry.Orientation.VERTICAL) {
                bar.valueProperty().subscribe(value -> {
                    if (value.doubleValue() > NEAR_END) {
                        model.nearEnd();
                    }
                });
                bar.visibleProperty().subscribe(this::fetchIfRoomIsLeft);
            }
        }
    }

    private void fetchIfRoomIsLeft() {
        boolean scrolls = list.lookupAll(".scroll-bar").stream()
                .anyMatch(node -> node instanceof ScrollBar bar
                        && bar.getOrientation() == javafx.geometry.Orientation.VERTICAL
                        && bar.isVisible());
        if (!scrolls && list.getSkin() != null && model.reachesServer()) {
            model.nearEnd();
        }
    }

    private void linesChanged() {
        boolean none = model.lines().isEmpty();
        if (none || empty.isVisible()) {
            showEmptyState(none);
        }
        if (none) {
            fetchIfRoomIsLeft();
        }
    }

    private void showEmptyState(boolean none) {
        Nodes.show(empty, none);
        Nodes.show(list, !none);
        if (!none) {
            return;
        }
        boolean first = model.total().get() == 0;
        if (first) {
            empty.getChildren()
                    .setAll(new EmptyState(
                            Icon.CHAT,
                            Words.text("sessions.none"),
                            Words.text("sessions.none.detail"),
                            Nodes.button(
                                    Words.text("sessions.new"),
                                    () -> navigator.go(new Destination.NewSession()),
                                    "accent")));
        } else {
            empty.getChildren()
                    .setAll(new EmptyState(
                            Icon.SEARCH,
                            Words.text("sessions.noMatch"),
                            Words.text("sessions.noMatch.detail"),
                            Nodes.button(Words.text("sessions.clearFilters"), model::clearFilters),
                            Nodes.button(
                                    Words.text("search.title"),
                                    () -> navigator.go(new Destination.Found(
                                            search.getText().strip())),
                                    "flat")));
        }
    }

    private void showFoot() {
        boolean loading = model.loading().get();
        Optional<String> trouble = model.older().problem().get().map(why -> why.title());
        Nodes.show(foot, loading || trouble.isPresent());
        foot.pseudoClassStateChanged(NARROWED, trouble.isPresent());
        foot.setText(
                loading
                        ? Words.text("sessions.older.loading")
                        : trouble.map(why -> Words.text("sessions.older.failed", why))
                                .orElse(""));
    }

    private void keepTimesFresh() {
        Timeline clock = new Timeline(new KeyFrame(Duration.seconds(30), _ -> {
            model.tick();
            if (!renaming()) {
                cells.forEach(SessionCell::update);
            }
        }));
        clock.setCycleCount(Timeline.INDEFINITE);
        sceneProperty().subscribe(scene -> {
            if (scene == null) {
                clock.stop();
            } else {
                clock.play();
            }
        });
    }
}
