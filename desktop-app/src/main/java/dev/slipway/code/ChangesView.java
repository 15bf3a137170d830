package dev.slipway.code;

import dev.slipway.control.EmptyState;
import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.FileChange;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Changed files on the left, the difference of one on the right, comments that wait below.
public final class ChangesView extends BorderPane {
    private static final double NARROW = 700;
    private static final double FILES = 260;
    private static final double TIGHT = 620;

    private final ChangesModel model;
    private final FilesView files;
    private final DiffPane pane;
    private final StackPane body = new StackPane();
    private final VBox right = new VBox();
    private final VBox trouble = new VBox();
    private final SplitPane split = new SplitPane();
    private final BorderPane above = new BorderPane();
    private final BorderPane framed = new BorderPane();
    private Optional<String> shown = Optional.empty();
    private boolean tight;

    public ChangesView(ChangesModel model) {
        this.model = model;
        getStyleClass().add("changes");
        files = new FilesView(model);
        files.setMinWidth(150);
        pane = new DiffPane(model);
        VBox.setVgrow(body, Priority.ALWAYS);
        body.setMinHeight(0);
        trouble.getStyleClass().add("change-problem");
        Nodes.show(trouble, false);
        right.getChildren().setAll(body);
        right.setMinWidth(220);
        split.getStyleClass().add("changes-split");
        setBottom(new ReviewBar(model));
        widthProperty().subscribe(this::place);
        heightProperty().subscribe(this::giveRoom);
        files.rows().subscribe(this::giveRoom);
        body.widthProperty().subscribe(width -> {
            if (tight != width.doubleValue() < TIGHT) {
                tight = !tight;
                model.file().get().ifPresent(view -> framed.setTop(head(view.change())));
            }
        });
        model.diff().subscribe(diff -> diff.ifPresent(this::showFiles));
        model.file().subscribe(_ -> showFile());
        model.shown().subscribe(_ -> again());
        model.sought().subscribe(place -> {
            if (place.isPresent()) {
                again();
            }
        });
        model.remarks().subscribe(_ -> again());
        model.writing().subscribe(_ -> again());
        model.sideBySide().subscribe(_ -> again());
        model.hideWhiteSpace().subscribe(_ -> again());
        model.problem().subscribe(problem -> {
            trouble.getChildren().setAll(problem.map(ProblemPanel::new).stream().toList());
            Nodes.show(trouble, problem.isPresent());
            setTop(problem.isPresent() ? trouble : null);
        });
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    }

    private void pressed(KeyEvent event) {
        boolean typing = event.getTarget() instanceof TextInputControl;
        boolean done = switch (event.getCode()) {
            case F7 -> step(event.isShiftDown() ? -1 : 1);
            case N -> plain(event, typing) && step(1);
            case P -> plain(event, typing) && step(-1);
            case J -> plain(event, typing) && model.step(1);
            case K -> plain(event, typing) && model.step(-1);
            case V -> plain(event, typing) && toggleViewed();
            case SLASH -> plain(event, typing) && focusFilter();
            default -> false;
        };
        if (done) {
            event.consume();
        }
    }

    private static boolean plain(KeyEvent event, boolean typing) {
        return !typing && !event.isShortcutDown() && !event.isAltDown();
    }

    private boolean focusFilter() {
        files.focusFilter();
        return true;
    }

    private boolean toggleViewed() {
        model.file().get().ifPresent(view -> model.view(view.change(), !model.isViewed(view.change())));
        return model.file().get().isPresent();
    }

    /// The next change, in the next file when this one has no more.
    private boolean step(int by) {
        if (pane.getScene() != null && pane.step(by)) {
            pane.requestFocus();
            return true;
        }
        return model.step(by);
    }

    private void showFiles(Diff diff) {
        files.show();
        if (diff.files().isEmpty() && model.file().get().isEmpty()) {
            shown = Optional.empty();
            setCenter(new EmptyState(Icon.FILE, Words.text("code.none"), Words.text("code.none.detail")));
        } else {
            place();
        }
    }

    /// Files beside the difference where there is room, else above it.
    private void place() {
        boolean some =
                model.diff().get().filter(diff -> !diff.files().isEmpty()).isPresent();
        boolean open = model.file().get().isPresent();
        if (!(some || open) || getWidth() == 0) {
            return;
        }
        if (!some) {
            split.getItems().clear();
            above.setTop(null);
            above.setCenter(right);
            setCenter(above);
        } else if (getWidth() < NARROW) {
            split.getItems().clear();
            above.setTop(files);
            above.setCenter(right);
            setCenter(above);
            giveRoom();
        } else if (!split.equals(getCenter()) || split.getItems().isEmpty()) {
            above.setTop(null);
            above.setCenter(null);
            files.setMinHeight(USE_COMPUTED_SIZE);
            files.setPrefHeight(USE_COMPUTED_SIZE);
            split.getItems().setAll(files, right);
            SplitPane.setResizableWithParent(files, false);
            split.setDividerPositions(FILES / Math.max(getWidth(), FILES));
            setCenter(split);
        }
    }

    /// Above a difference the files get the room that they need, up to a third of what there is.
    private void giveRoom() {
        if (files.equals(above.getTop())) {
            files.takeUpTo(getHeight() / 3);
        }
    }

    private void showFile() {
        files.choose();
        model.file().get().ifPresent(view -> {
            FileChange change = view.change();
            boolean same = shown.equals(Optional.of(change.path()));
            shown = Optional.of(change.path());
            framed.setCenter(content(view, same));
            framed.setTop(head(change));
            body.getChildren().setAll(framed);
            place();
        });
    }

    private void again() {
        model.file().get().filter(view -> view.diff().isPresent()).ifPresent(view -> {
            if (pane.getScene() != null) {
                pane.show(view.change(), true);
            }
        });
    }

    private Node content(FileView view, boolean same) {
        FileChange change = view.change();
        if (view.picture() && (view.before().isPresent() || view.after().isPresent())) {
            return new PictureView(view);
        }
        if (view.wantsWhole() && view.before().isEmpty() && view.after().isEmpty()) {
            return new EmptyState(Icon.CLOCK, Words.text("code.coming"), Words.text("code.coming.detail"));
        }
        if (change.binary() || view.diff().isEmpty()) {
            return new EmptyState(Icon.FILE, Words.text("code.binary"), Words.text("code.binary.detail"));
        }
        if (view.diff().get().lines().isEmpty()) {
            String why = change.kind() == FileChange.Kind.RENAMED
                    ? Words.text("code.only.renamed")
                    : Words.text(change.additions() + change.deletions() == 0 ? "code.only.mode" : "code.only.space");
            return new EmptyState(Icon.FILE, why, facts(view).orElse(""));
        }
        pane.show(change, same);
        return pane;
    }

    /// What happened to the file beside its lines, in words.
    private static Optional<String> facts(FileView view) {
        FileChange change = view.change();
        Optional<String> moved = change.oldPath()
                .map(old -> Words.text(change.kind() == FileChange.Kind.COPIED ? "code.copied" : "code.renamed", old));
        Optional<String> mode = view.diff()
                .filter(diff -> diff.oldMode().isPresent() && !diff.oldMode().equals(diff.newMode()))
                .map(diff -> mode(diff.newMode().orElse("")));
        Optional<String> kind = switch (change.kind()) {
            case ADDED -> Optional.of(Words.text("code.added"));
            case DELETED -> Optional.of(Words.text("code.deleted"));
            default -> view.unchanged() ? Optional.of(Words.text("code.unchanged")) : Optional.empty();
        };
        List<String> all =
                List.of(kind, moved, mode).stream().flatMap(Optional::stream).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join(" · ", all));
    }

    private static String mode(String now) {
        return switch (now) {
            case "100755" -> Words.text("code.mode.runs");
            case "100644" -> Words.text("code.mode.plain");
            case "120000" -> Words.text("code.mode.link");
            default -> Words.text("code.mode.other", now);
        };
    }

    private Node head(FileChange change) {
        Label path = Nodes.label(change.path(), "change-path");
        path.setMinWidth(0);
        path.setTextOverrun(javafx.scene.control.OverrunStyle.LEADING_ELLIPSIS);
        path.setTooltip(new Tooltip(change.path()));
        HBox first = new HBox(
                8,
                path,
                count("+", change.additions(), "count-added"),
                count("−", change.deletions(), "count-removed"));
        first.setAlignment(Pos.CENTER_LEFT);
        first.setMinWidth(60);
        HBox.setHgrow(first, Priority.ALWAYS);
        ToggleButton both = toggle(Words.text("code.sideBySide"));
        both.selectedProperty().bindBidirectional(model.sideBySide());
        ToggleButton space = toggle(Words.text("code.hideSpace"));
        space.selectedProperty().bindBidirectional(model.hideWhiteSpace());
        CheckBox looked = new CheckBox(Words.text("code.seen"));
        looked.setMinWidth(USE_PREF_SIZE);
        looked.setTooltip(new Tooltip(Words.text("code.seen.detail")));
        looked.setSelected(model.isViewed(change));
        looked.setOnAction(_ -> model.view(change, looked.isSelected()));
        model.viewed()
                .version()
                .when(looked.sceneProperty().map(Objects::nonNull).orElse(false))
                .subscribe(_ -> looked.setSelected(model.isViewed(change)));
        Button before = Nodes.iconButton(Icon.ARROW_UP, Words.text("code.previous"), () -> step(-1));
        Button next = Nodes.iconButton(Icon.ARROW_DOWN, Words.text("code.next"), () -> step(1));
        VBox all = new VBox();
        if (tight) {
            all.getChildren().setAll(bar(first, looked), bar(before, next, Nodes.spacer(), space, both));
            all.getChildren().getFirst().getStyleClass().add("change-head-upper");
        } else {
            all.getChildren().setAll(bar(first, before, next, space, both, looked));
        }
        model.file().get().flatMap(ChangesView::facts).ifPresent(words -> {
            Label label = Nodes.tag(Icon.INFO, words, "change-facts");
            label.setMaxWidth(Double.MAX_VALUE);
            all.getChildren().add(label);
        });
        return all;
    }

    private static HBox bar(Node... parts) {
        HBox bar = new HBox(6, parts);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("change-head");
        return bar;
    }

    private static ToggleButton toggle(String text) {
        ToggleButton button = new ToggleButton(text);
        button.getStyleClass().add("chip");
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }

    private static Label count(String sign, int lines, String style) {
        Label label = Nodes.label(lines == 0 ? "" : sign + lines, style);
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }
}
