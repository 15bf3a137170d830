package dev.slipway.transcript;

import dev.slipway.control.EmptyState;
import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.control.Times;
import dev.slipway.navigation.Destination;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.time.Duration;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The transcript, which follows the stream unless the reader scrolled away.
public final class TranscriptView extends VBox {
    private static final double AT_END = 0.99999;
    /// So many rows before an edge of the list, more are fetched.
    private static final int EDGE = 40;

    private final TranscriptModel model;
    private final ListView<Item> list;
    private final Button latest;
    private final Label activity = Nodes.label("", "activity-text");
    private final HBox activityLine;
    private final Timeline clock;
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private boolean following = true;
    private int sizeAtEnd;

    public TranscriptView(TranscriptModel model, Consumer<String> open, Consumer<Destination> go) {
        this.model = model;
        this.list = new ListView<>(model.items());
        getStyleClass().add("transcript");
        list.getStyleClass().addAll("transcript-list", "edge-to-edge");
        list.setCellFactory(_ -> new TranscriptCell(model.turned(), open, go));
        list.setSelectionModel(new NoSelection<>());
        list.setAccessibleRole(AccessibleRole.LIST_VIEW);
        list.setAccessibleText(Words.text("transcript.title"));
        list.addEventFilter(ScrollEvent.ANY, _ -> Platform.runLater(this::noticePlace));
        list.addEventFilter(MouseEvent.MOUSE_DRAGGED, _ -> Platform.runLater(this::noticePlace));
        list.addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> Platform.runLater(this::noticePlace));
        list.addEventFilter(KeyEvent.KEY_RELEASED, _ -> Platform.runLater(this::noticePlace));
        latest = Nodes.button(Words.text("transcript.latest"), this::jumpToLatest, "jump");
        latest.setGraphic(Icon.ARROW_DOWN.node(14));
        StackPane.setAlignment(latest, Pos.BOTTOM_CENTER);
        Nodes.show(latest, false);
        EmptyState empty =
                new EmptyState(Icon.CHAT, Words.text("transcript.empty"), Words.text("transcript.empty.detail"));
        Nodes.show(empty, false);
        StackPane body = new StackPane(list, empty, latest);
        VBox.setVgrow(body, Priority.ALWAYS);
        activityLine = activityLine();
        getChildren().addAll(catchingUp(), body, problem(), activityLine);
        model.items().addListener((ListChangeListener<Item>) _ -> {
            Nodes.show(empty, model.items().isEmpty());
            keepEnd();
        });
        Nodes.show(empty, model.items().isEmpty());
        model.activity().subscribe(_ -> showActivity());
        model.typing().addListener((ListChangeListener<dev.slipway.model.account.Author>) _ -> showActivity());
        clock = new Timeline(new KeyFrame(javafx.util.Duration.seconds(1), _ -> {
            model.tick();
            showActivity();
        }));
        clock.setCycleCount(Animation.INDEFINITE);
        sceneProperty().subscribe(scene -> {
            if (scene == null) {
                clock.stop();
            } else {
                clock.play();
                Platform.runLater(this::scrollToEnd);
            }
        });
        list.heightProperty().subscribe(this::keepEnd);
        list.widthProperty().subscribe(this::keepEnd);
    }

    /// Goes to the newest row and follows from there.
    public void jumpToLatest() {
        model.toEnd();
        following = true;
        sizeAtEnd = -1;
        Nodes.show(latest, false);
        scrollToEnd();
    }

    /// Shows where an event stands, and stays there.
    public void showMoment(long seq) {
        following = false;
        Nodes.show(latest, true);
        int index = model.toMoment(seq);
        list.scrollTo(Math.max(0, index - 1));
        Platform.runLater(() -> list.scrollTo(Math.max(0, index - 1)));
    }

    private void keepEnd() {
        if (following) {
            Platform.runLater(this::scrollToEnd);
        }
    }

    private void scrollToEnd() {
        if (!following || model.items().isEmpty()) {
            return;
        }
        int size = model.items().size();
        if (size != sizeAtEnd) {
            sizeAtEnd = size;
            list.scrollTo(size - 1);
            list.layout();
        }
        if (list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            flow.setPosition(1);
        }
    }

    private void noticePlace() {
        if (!(list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) || flow.getFirstVisibleCell() == null) {
            return;
        }
        if (flow.getFirstVisibleCell().getIndex() < EDGE) {
            moveEarlier(flow);
        } else if (flow.getLastVisibleCell().getIndex() > model.items().size() - EDGE) {
            model.later();
        }
        following = model.atEnd() && (flow.getPosition() > AT_END || fits(flow));
        Nodes.show(latest, !following);
    }

    /// Puts rows before the first one, and keeps what the reader sees where it is.
    private void moveEarlier(VirtualFlow<?> flow) {
        int index = flow.getFirstVisibleCell().getIndex();
        double hidden = -flow.getFirstVisibleCell().getLayoutY();
        following = false;
        int added = model.earlier();
        if (added > 0) {
            list.scrollTo(index + added);
            list.layout();
            flow.scrollPixels(hidden);
        }
    }

    private boolean fits(VirtualFlow<?> flow) {
        return flow.getFirstVisibleCell() != null
                && flow.getFirstVisibleCell().getIndex() == 0
                && flow.getLastVisibleCell().getIndex() == model.items().size() - 1
                && flow.getLastVisibleCell().getBoundsInParent().getMaxY() <= flow.getHeight();
    }

    private HBox catchingUp() {
        ProgressBar bar = new ProgressBar();
        bar.progressProperty().bind(model.progress());
        bar.setPrefWidth(160);
        Label text = Nodes.label(Words.text("transcript.catchingUp"), "muted");
        HBox row = new HBox(10, text, bar);
        row.setAlignment(Pos.CENTER);
        row.getStyleClass().add("catching-up");
        model.progress().subscribe(value -> Nodes.show(row, value.doubleValue() < 0.999));
        return row;
    }

    private VBox problem() {
        VBox box = new VBox();
        box.getStyleClass().add("transcript-problem");
        model.ended().subscribe(problem -> {
            box.getChildren().setAll(problem.map(ProblemPanel::new).stream().toList());
            Nodes.show(box, problem.isPresent());
        });
        return box;
    }

    private HBox activityLine() {
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setPrefSize(14, 14);
        wheel.getStyleClass().add("tool-wheel");
        HBox line = new HBox(8, wheel, activity);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMaxWidth(TranscriptCell.WIDEST);
        line.getStyleClass().add("activity-line");
        HBox.setHgrow(line, Priority.ALWAYS);
        HBox frame = new HBox(line);
        frame.setAlignment(Pos.CENTER);
        frame.getStyleClass().add("activity");
        wheel.visibleProperty().bind(busy);
        wheel.managedProperty().bind(busy);
        return frame;
    }

    private void showActivity() {
        Activity now = model.activity().get();
        busy.set(now.kind() != Activity.Kind.RESTING);
        String text = "";
        if (busy.get()) {
            Duration since = Duration.between(now.since(), model.clock().instant());
            text = Words.text("activity." + now.kind().name());
            if (since.toSeconds() >= 2) {
                text += "  " + Times.took(Duration.ofSeconds(since.toSeconds()));
            }
        }
        if (!model.typing().isEmpty()) {
            String names = String.join(
                    ", ", model.typing().stream().map(author -> author.name()).toList());
            text += (text.isEmpty() ? "" : "   ·   ") + Words.text("activity.types", names);
        }
        activity.setText(text);
        Nodes.show(activityLine, !text.isEmpty());
    }
}
