package dev.slipway.stream;

import dev.slipway.control.EmptyState;
import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// A live desktop with what can be done about it: who drives, paste, pause, size and quality.
public final class StreamView extends VBox {
    private final StreamModel model;
    private final ScreenPane screen;

    public StreamView(StreamModel model) {
        this.model = model;
        this.screen = new ScreenPane(model);
        getStyleClass().add("stream");
        StackPane stage = new StackPane(screen, over());
        stage.getStyleClass().add("stream-stage");
        VBox.setVgrow(stage, Priority.ALWAYS);
        getChildren().addAll(bar(), banner(), stage);
    }

    /// Puts the keyboard into the desktop.
    public void focus() {
        screen.requestFocus();
    }

    private Node bar() {
        Label name = Nodes.label("", "stream-name");
        name.textProperty().bind(model.name().map(said -> said.isEmpty() ? Words.text("stream.title") : said));
        Label state = Nodes.label("", "stream-state");
        state.textProperty().bind(model.state().map(now -> Words.text("stream.state." + now.name())));
        model.state().subscribe(now -> {
            state.getStyleClass().removeAll("stream-live", "stream-lost");
            switch (now) {
                case LIVE -> state.getStyleClass().add("stream-live");
                case LOST -> state.getStyleClass().add("stream-lost");
                case CONNECTING, PAUSED -> {}
            }
        });
        Label leave = Nodes.label(Words.text("stream.leave"), "muted", "stream-hint");
        leave.visibleProperty().bind(screen.focusedProperty());
        Button paste = Nodes.iconButton(Icon.COPY, Words.text("stream.paste"), () -> {
            screen.offerClipboard();
            screen.requestFocus();
        });
        Button pause = Nodes.iconButton(Icon.PAUSE, Words.text("stream.pause"), this::pauseOrResume);
        model.state().subscribe(now -> {
            boolean paused = now == StreamModel.State.PAUSED;
            pause.setGraphic((paused ? Icon.PLAY : Icon.PAUSE).node(16));
            String does = Words.text(paused ? "stream.resume" : "stream.pause");
            pause.setAccessibleText(does);
            pause.setTooltip(new Tooltip(does));
            pause.setDisable(now == StreamModel.State.CONNECTING || now == StreamModel.State.LOST);
        });
        Button give = Nodes.button(Words.text("stream.give"), model::handOver, "flat", "stream-give");
        model.driver().subscribe(driver -> {
            Nodes.show(give, driver.isEmpty());
            Nodes.show(paste, driver.isEmpty());
        });
        HBox bar = new HBox(8, Icon.COMPUTER.node(16), name, state, Nodes.spacer(), leave, give, paste, pause, more());
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("stream-bar");
        return bar;
    }

    private void pauseOrResume() {
        if (model.state().get() == StreamModel.State.PAUSED) {
            model.resume();
        } else {
            model.pause();
        }
    }

    private Node more() {
        CheckMenuItem fit = new CheckMenuItem(Words.text("stream.fit"));
        fit.setSelected(true);
        fit.selectedProperty().subscribe(screen::fit);
        MenuButton menu = new MenuButton("", Icon.SLIDERS.node(16), fit, new SeparatorMenuItem());
        ToggleGroup group = new ToggleGroup();
        RadioMenuItem automatic = new RadioMenuItem(Words.text("stream.automatic"));
        automatic.setToggleGroup(group);
        automatic.setSelected(model.automatic().get());
        automatic.setOnAction(_ -> model.automatic().set(true));
        menu.getItems().add(automatic);
        for (Quality quality : Quality.values()) {
            RadioMenuItem item = new RadioMenuItem(Words.text("stream.quality." + quality.name()));
            item.setToggleGroup(group);
            item.setSelected(
                    !model.automatic().get() && quality == model.quality().get());
            item.setOnAction(_ -> {
                model.automatic().set(false);
                model.quality().set(quality);
            });
            menu.getItems().add(item);
        }
        menu.getStyleClass().addAll("flat", "icon-button");
        menu.setAccessibleText(Words.text("stream.settings"));
        menu.setTooltip(new Tooltip(Words.text("stream.settings")));
        return menu;
    }

    private Node banner() {
        Label who = Nodes.label("", "stream-driver");
        HBox banner = new HBox(
                10,
                Icon.EYE.node(16),
                who,
                Nodes.spacer(),
                Nodes.button(Words.text("stream.take"), model::takeOver, "small"));
        banner.setAlignment(Pos.CENTER_LEFT);
        banner.getStyleClass().add("stream-banner");
        model.driver().subscribe(driver -> {
            Nodes.show(banner, driver.isPresent());
            driver.ifPresent(somebody -> who.setText(Words.text("stream.drives", somebody)));
        });
        return banner;
    }

    /// What stands over the picture while it is not live.
    private Node over() {
        StackPane over = new StackPane();
        over.getStyleClass().add("stream-over");
        model.state().subscribe(_ -> cover(over));
        model.problem().subscribe(_ -> cover(over));
        return over;
    }

    private void cover(StackPane over) {
        Optional<Node> content = switch (model.state().get()) {
            case LIVE -> Optional.empty();
            case CONNECTING -> Optional.of(connecting());
            case PAUSED ->
                Optional.of(new EmptyState(
                        Icon.EYE,
                        Words.text("stream.paused"),
                        Words.text("stream.paused.detail"),
                        Nodes.button(Words.text("stream.resume"), model::resume, "accent")));
            case LOST ->
                model.problem().get().map(problem -> {
                    ProblemPanel panel =
                            new ProblemPanel(problem, Nodes.button(Words.text("stream.retry"), model::retry, "accent"));
                    panel.setMaxSize(520, USE_PREF_SIZE);
                    return panel;
                });
        };
        over.getChildren().setAll(content.stream().toList());
        Nodes.show(over, content.isPresent());
    }

    private static Node connecting() {
        ProgressIndicator turning = new ProgressIndicator();
        turning.setMaxSize(28, 28);
        turning.setAccessibleText(Words.text("stream.connecting"));
        VBox both = new VBox(12, turning, Nodes.label(Words.text("stream.connecting"), "muted"));
        both.setAlignment(Pos.CENTER);
        return both;
    }
}
