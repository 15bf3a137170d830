package dev.slipway.transcript;

import dev.slipway.control.EmptyState;
import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.control.Times;
import dev.slipway.flow.RowFlow;
import dev.slipway.navigation.Destination;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The transcript, which follows the stream unless the reader scrolled away.
public final class TranscriptView extends VBox {
    private final TranscriptModel model;
    private final RowFlow<Item> list;
    private final Button latest;
    private final Label activity = Nodes.label("", "activity-text");
    private final HBox activityLine;
    private final Timeline clock;
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private final Reading reading;
    private final Gestures gestures;
    private final Optional<FindModel> find;
    private final Optional<FindBar> findBar;
    private int endWhenLeft;
    private long wanted;

    public TranscriptView(TranscriptModel model, Consumer<String> open, Consumer<Destination> go) {
        this(model, Outside.of(open, go));
    }

    public TranscriptView(TranscriptModel model, Outside outside) {
        this.model = model;
        LargePicture large = new LargePicture(this::focusList);
        Desk desk = new Desk(model, outside, new Pictures(outside, large::show));
        this.list = new RowFlow<>(
                model.items(),
                TranscriptCell::kind,
                kind -> TranscriptCell.of((TranscriptCell.Kind) kind, desk, this::dress));
        this.reading = new Reading(model, list);
        RowMenu menu = new RowMenu(desk, reading);
        this.find = outside.search().map(search -> new FindModel(search, model.session(), model::last, outside.work()));
        this.gestures = new Gestures(model, list, reading, menu);
        this.findBar = find.map(words -> new FindBar(words, reading, this::focusList));
        getStyleClass().add("transcript");
        list.getStyleClass().add("transcript-list");
        list.setAccessibleText(Words.text("transcript.title"));
        latest = Nodes.button(Words.text("transcript.latest"), this::jumpToLatest, "jump");
        latest.setGraphic(Icon.ARROW_DOWN.node(14));
        StackPane.setAlignment(latest, Pos.BOTTOM_CENTER);
        list.following().subscribe(this::follows);
        // Who goes elsewhere meanwhile stays there.
        list.addEventFilter(ScrollEvent.ANY, _ -> wanted = 0);
        EmptyState empty =
                new EmptyState(Icon.CHAT, Words.text("transcript.empty"), Words.text("transcript.empty.detail"));
        Nodes.show(empty, false);
        StackPane body = new StackPane(list, empty, latest, menu);
        findBar.ifPresent(bar -> {
            body.getChildren().add(bar);
            StackPane.setAlignment(bar, Pos.TOP_RIGHT);
        });
        body.getChildren().add(large);
        find.ifPresent(gestures::stepThrough);
        VBox.setVgrow(body, Priority.ALWAYS);
        activityLine = activityLine();
        getChildren().addAll(catchingUp(), body, problem(), activityLine);
        model.items().onChange((from, to) -> {
            Nodes.show(empty, model.items().isEmpty());
            list.update(from, to);
            countNew();
            showWanted();
        });
        Nodes.show(empty, model.items().isEmpty());
        model.activity().subscribe(_ -> showActivity());
        clock = new Timeline(new KeyFrame(javafx.util.Duration.seconds(1), _ -> {
            model.tick();
            find.ifPresent(FindModel::follow);
            showActivity();
        }));
        clock.setCycleCount(Animation.INDEFINITE);
        sceneProperty().subscribe(scene -> {
            if (scene == null) {
                clock.stop();
            } else {
                clock.play();
            }
        });
    }

    private void dress(TranscriptCell cell) {
        reading.dress(cell);
    }

    private void focusList() {
        list.requestFocus();
    }

    /// Opens the bar in which words are looked for.
    public void openFind() {
        findBar.ifPresent(FindBar::open);
    }

    /// Goes to the next prompt, or to the one before.
    public void toPrompt(boolean next) {
        if (!gestures.toPrompt(next) && next) {
            jumpToLatest();
        }
    }

    private void follows(boolean follows) {
        endWhenLeft = model.items().end();
        latest.setText(Words.text("transcript.latest"));
        Nodes.show(latest, !follows);
    }

    private void countNew() {
        int more = model.items().end() - endWhenLeft;
        if (latest.isVisible() && more > 0) {
            latest.setText(Words.text("transcript.latestNew", more));
        }
    }

    /// Goes to the newest row and follows from there.
    public void jumpToLatest() {
        wanted = 0;
        list.showEnd();
    }

    /// Shows where an event stands, and stays there.
    public void showMoment(long seq) {
        wanted = seq;
        showWanted();
    }

    /// An event that is not here yet is shown once it is.
    private void showWanted() {
        Optional<Integer> found = wanted > 0 ? model.shownRowOf(wanted) : Optional.empty();
        if (found.isPresent()) {
            int row = found.get();
            wanted = 0;
            list.moveTo(row, 12);
            Platform.runLater(() -> reading.goTo(row));
        }
    }

    private HBox catchingUp() {
        ProgressBar bar = new ProgressBar();
        bar.setPrefWidth(160);
        Label text = Nodes.label("", "muted");
        HBox row = new HBox(10, text, bar);
        row.setAlignment(Pos.CENTER);
        row.getStyleClass().add("catching-up");
        Runnable show = () -> {
            boolean behind = model.progress().get() < 0.999;
            boolean before = model.earlier().get() < 1 && list.beginning().get();
            bar.setProgress(behind ? model.progress().get() : model.earlier().get());
            text.setText(Words.text(behind ? "transcript.catchingUp" : "transcript.earlier"));
            Nodes.show(row, behind || before);
        };
        model.progress().subscribe(show);
        model.earlier().subscribe(show);
        list.beginning().subscribe(show);
        show.run();
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
            text = words(now, model.clock().instant());
        }
        activity.setText(text);
        Nodes.show(activityLine, !text.isEmpty());
    }

    /// What goes on, how long already, and, for a wait whose end is known, how long still.
    static String words(Activity now, Instant at) {
        Duration gone = Duration.between(now.since(), at);
        String text = Words.text("activity." + now.kind().name());
        if (!now.detail().isEmpty()) {
            text += ": " + now.detail();
        }
        if (now.due().isPresent()) {
            Duration left = Duration.between(at, now.due().get());
            return text + "  ·  "
                    + (left.isPositive()
                            ? Words.text("activity.again", Times.took(Duration.ofSeconds(left.toSeconds() + 1)))
                            : Words.text("activity.againNow"));
        }
        return gone.toSeconds() >= 1 ? text + "  ·  " + Times.took(Duration.ofSeconds(gone.toSeconds())) : text;
    }
}
