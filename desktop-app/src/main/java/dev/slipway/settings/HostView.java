package dev.slipway.settings;

import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.model.fleet.HostLoad;
import dev.slipway.model.wire.HostCalls.HostState;
import dev.slipway.model.wire.HostCalls.SandboxRules;
import dev.slipway.words.Words;
import java.util.Locale;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// The computer on which sandboxes run: what it can do, and how busy it is now.
final class HostView extends VBox {
    private static final Duration EVERY = Duration.seconds(5);

    private final VBox content = new VBox(14);
    private final Timeline live;

    HostView(HostModel model) {
        getStyleClass().add("settings-page");
        getChildren()
                .addAll(
                        Parts.head(Section.HOST, Words.text("settings.host.detail")),
                        Parts.remote(model.host()),
                        content);
        model.host().value().subscribe(host -> host.ifPresent(this::show));
        live = new Timeline(new KeyFrame(EVERY, _ -> model.load()));
        live.setCycleCount(javafx.animation.Animation.INDEFINITE);
        // Only a page that shows keeps asking.
        sceneProperty().subscribe(scene -> {
            if (scene == null) {
                live.stop();
            } else {
                live.play();
            }
        });
    }

    private void show(HostState host) {
        Region dot = new Region();
        dot.getStyleClass().setAll("state-dot", host.ready() ? "link-good" : "link-down");
        HBox head = new HBox(
                8,
                Parts.title(host.name()),
                dot,
                Nodes.label(
                        Words.text(host.ready() ? "settings.host.ready" : "settings.host.notReady"), "settings-state"),
                Nodes.spacer(),
                Nodes.label(host.system(), "hint"));
        head.setAlignment(Pos.CENTER_LEFT);
        VBox first = Parts.card(head, Parts.text(host.isolation()));
        host.problem().ifPresent(why -> first.getChildren().set(1, new ProblemPanel(ModelsView.problem(why))));
        HostLoad load = host.load();
        VBox figures = Parts.card(
                Parts.line(
                        Words.text("settings.host.sandboxes"),
                        "",
                        Nodes.label(String.valueOf(host.sandboxes()), "settings-figure")),
                meter(
                        Words.text("settings.host.load"),
                        load.load()
                                .map(now -> Words.text(
                                        "settings.host.loadOf",
                                        String.format(Locale.ROOT, "%.1f", now),
                                        load.processors()))
                                .orElseGet(() -> Words.text("settings.host.cores", load.processors())),
                        load.load().orElse(0.0) / load.processors()),
                meter(
                        Words.text("settings.host.memory"),
                        Words.text("settings.host.free", bytes(load.memoryFree()), bytes(load.memory())),
                        1 - (double) load.memoryFree() / load.memory()),
                meter(
                        Words.text("settings.host.disk"),
                        Words.text("settings.host.free", bytes(load.diskFree()), bytes(load.disk())),
                        1 - (double) load.diskFree() / load.disk()));
        content.getChildren().setAll(first, figures, rules(host.rules()));
    }

    private static Node rules(SandboxRules rules) {
        VBox card = Parts.card(
                Parts.title(Words.text("settings.host.rules")),
                line("settings.host.memoryEach", bytes((long) rules.memoryMb() << 20)),
                line("settings.host.cpusEach", String.valueOf(rules.cpus())),
                line("settings.host.processesEach", String.valueOf(rules.processes())),
                line("settings.host.network", Words.text("settings.network." + rules.network())));
        if (!rules.allowed().isEmpty()) {
            card.getChildren().add(Parts.text(String.join(", ", rules.allowed()), "hint"));
        }
        card.getChildren().add(Parts.text(Words.text("settings.host.rules.detail"), "hint"));
        return card;
    }

    private static Node line(String key, String value) {
        return Parts.line(Words.text(key), "", Nodes.label(value, "settings-figure"));
    }

    private static Node meter(String name, String words, double used) {
        ProgressBar bar = new ProgressBar(Math.clamp(used, 0, 1));
        bar.getStyleClass().add("settings-meter");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setAccessibleText(name + ": " + words);
        if (used > 0.9) {
            bar.getStyleClass().add("settings-meter-full");
        }
        return new VBox(4, Parts.line(name, "", Nodes.label(words, "settings-figure")), bar);
    }

    private static String bytes(long count) {
        return count >= 10L << 30
                ? Words.text("settings.gib", count >> 30)
                : count >= 1L << 30
                        ? Words.text("settings.gib", String.format(Locale.ROOT, "%.1f", count / (double) (1L << 30)))
                        : Words.text("settings.mib", count >> 20);
    }
}
