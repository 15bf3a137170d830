package dev.slipway.settings;

import dev.slipway.control.Copying;
import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.control.Times;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageStatus;
import dev.slipway.model.fleet.RepositoryImage;
import dev.slipway.model.problem.Problem;
import dev.slipway.text.TerminalText;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// What the sessions of a repository start from: which commit, how old, how large; how the latest build goes, and what
/// it says. News change what it says, never where the focus is.
final class ImagePart extends VBox {
    private static final double LOG = 220;

    private final String name;
    private final ImageForm form;
    private final InstantSource clock;
    private final ProgressIndicator wheel = Parts.wheel();
    private final Label state = Parts.text("", "settings-image-state");
    private final FlowPane facts = new FlowPane(26, 8);
    private final Label commit = fact("settings.image.commit");
    private final Label age = fact("settings.image.age");
    private final Label took = fact("settings.image.took");
    private final Label size = fact("settings.image.size");
    private final Label hosts = fact("settings.image.hosts");
    private final VBox trouble = new VBox();
    private final VBox notes = new VBox(4);
    private final Button build;
    private final Button cancel;
    private final Button log;
    private Optional<Problem> told = Optional.empty();

    ImagePart(String name, ImageForm form, ObservableValue<Boolean> member, InstantSource clock) {
        super(10);
        this.name = name;
        this.form = form;
        this.clock = clock;
        getStyleClass().add("settings-image");
        build = action("settings.image.build", form::build, member);
        build.setGraphic(Icon.PLAY.node(12));
        cancel = action("settings.image.cancel", form::cancel, member);
        log = action("settings.image.log", form::toggleLog, new javafx.beans.property.SimpleBooleanProperty(true));
        form.reading().subscribe(open -> log.setGraphic((open ? Icon.CHEVRON_DOWN : Icon.CHEVRON_RIGHT).node(12)));
        HBox.setHgrow(state, Priority.ALWAYS);
        HBox first = Parts.row(wheel, state);
        Button copy = Nodes.iconButton(
                Icon.COPY,
                Words.text("settings.hosts.of", Words.text("settings.image.copyLog"), name),
                () -> Copying.copy(form.wholeLog()));
        form.reading().subscribe(open -> Nodes.show(copy, open));
        FlowPane actions = new FlowPane(8, 8, build, cancel, log, copy);
        actions.setAlignment(Pos.CENTER_LEFT);
        Label schedule = Parts.text("", "hint");
        form.schedule().subscribe(words -> {
            schedule.setText(words);
            Nodes.show(schedule, !words.isEmpty());
        });
        getChildren().addAll(trouble, first, facts, notes, schedule, actions, logPane(), Parts.outcome(form.deed()));
        form.image().subscribe(_ -> tick());
    }

    private Label fact(String key) {
        Label value = Nodes.label("", "settings-meter-words");
        VBox box = new VBox(1, Nodes.label(Words.text(key), "settings-meter-name"), value);
        facts.getChildren().add(box);
        return value;
    }

    private Button action(String key, Runnable does, ObservableValue<Boolean> allowed) {
        Button button = Nodes.button(Words.text(key), does, "small");
        button.setAccessibleText(Words.text("settings.hosts.of", Words.text(key), name));
        return Parts.only(allowed, button);
    }

    /// Time has passed, or something is new.
    void tick() {
        Optional<RepositoryImage> image = form.image().get();
        Optional<ImageBuild> good = image.flatMap(RepositoryImage::good);
        Optional<ImageBuild> latest = image.flatMap(RepositoryImage::latest);
        boolean going = latest.filter(now -> !now.status().over()).isPresent();
        Nodes.show(this, image.isPresent());
        Nodes.show(
                wheel, latest.filter(now -> now.status() == ImageStatus.RUNNING).isPresent());
        state.setText(state(good, latest));
        Nodes.show(facts, good.isPresent());
        good.ifPresent(this::facts);
        trouble(latest.filter(now -> now.status() == ImageStatus.FAILED).flatMap(ImageBuild::problem));
        List<String> said = good.map(ImageBuild::notes).orElse(List.of());
        if (!said.equals(notes.getUserData())) {
            notes.setUserData(said);
            notes.getChildren()
                    .setAll(said.stream()
                            .map(note -> {
                                Label label = Nodes.tag(Icon.INFO, note, "settings-lacks");
                                label.setWrapText(true);
                                return label;
                            })
                            .toList());
        }
        Nodes.show(notes, !said.isEmpty());
        boolean held = build.isFocused() || cancel.isFocused();
        Nodes.show(build, !going);
        Nodes.show(cancel, going);
        if (held) {
            (going ? cancel : build).requestFocus();
        }
        Nodes.show(log, latest.isPresent() || good.isPresent());
    }

    private String state(Optional<ImageBuild> good, Optional<ImageBuild> latest) {
        String start = Words.text(good.isPresent() ? "settings.image.fromGood" : "settings.image.fromNothing");
        return latest.map(build -> switch (build.status()) {
                    case QUEUED -> Words.text("settings.image.queued", build.reason()) + " " + start;
                    case RUNNING ->
                        Words.text("settings.image.running", build.reason(), since(build.started())) + " " + start;
                    case FAILED ->
                        Words.text(good.isPresent() ? "settings.image.failed" : "settings.image.failedFirst");
                    case INTERRUPTED -> Words.text("settings.image.interrupted") + " " + start;
                    case SUCCEEDED, SKIPPED -> start;
                })
                .orElse(start);
    }

    private String since(Optional<Instant> started) {
        Duration gone = started.map(at -> Duration.between(at, clock.instant())).orElse(Duration.ZERO);
        return Times.took(Duration.ofSeconds(Math.max(1, gone.toSeconds())));
    }

    private void facts(ImageBuild good) {
        commit.setText(good.commit().map(id -> id.abbreviated()).orElse("–"));
        age.setText(Times.ago(good.started().orElse(good.asked()), clock.instant()));
        took.setText(good.took().map(Times::took).orElse("–"));
        size.setText(good.bytes().map(HostMeters::bytes).orElse("–"));
        hosts.setText(
                good.hosts().isEmpty()
                        ? good.host().map(HostId::value).orElse("–")
                        : good.hosts().stream().map(HostId::value).collect(Collectors.joining(", ")));
    }

    /// What is read or copied there just now stays until the person is done.
    private void trouble(Optional<Problem> problem) {
        if (!problem.equals(told) && !trouble.isFocusWithin()) {
            told = problem;
            trouble.getChildren().setAll(problem.map(ProblemPanel::new).stream().toList());
        }
        Nodes.show(trouble, !trouble.getChildren().isEmpty());
    }

    private Node logPane() {
        TerminalText text = new TerminalText(_ -> {});
        ScrollPane scroll = new ScrollPane(text);
        scroll.setFitToWidth(true);
        scroll.setPrefHeight(LOG);
        scroll.setMinHeight(LOG);
        scroll.getStyleClass().addAll("settings-log", "edge-to-edge");
        scroll.setAccessibleText(Words.text("settings.hosts.of", Words.text("settings.image.log"), name));
        form.log().subscribe(said -> {
            boolean atEnd = scroll.getVvalue() >= scroll.getVmax() - 0.02 || text.getHeight() <= LOG;
            text.show(said.isEmpty() ? Words.text("settings.image.noLog") : said);
            if (atEnd) {
                scroll.applyCss();
                scroll.layout();
                scroll.setVvalue(scroll.getVmax());
            }
        });
        form.reading().subscribe(open -> Nodes.show(scroll, open));
        return scroll;
    }
}
