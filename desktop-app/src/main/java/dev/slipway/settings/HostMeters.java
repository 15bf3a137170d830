package dev.slipway.settings;

import dev.slipway.control.Nodes;
import dev.slipway.model.fleet.HostLoad;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.words.Words;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;

/// How full and how busy a host is, as bars; beside one another where there is room.
final class HostMeters extends TilePane {
    private static final double GAP = 16;
    private static final double LEAST = 150;
    private static final double NEARLY_FULL = 0.9;

    private final Meter sandboxes = new Meter("settings.host.sandboxes");
    private final Meter load = new Meter("settings.host.load");
    private final Meter memory = new Meter("settings.host.memory");
    private final Meter disk = new Meter("settings.host.disk");

    HostMeters() {
        super(GAP, 10);
        getChildren().addAll(sandboxes, load, memory, disk);
        setPrefColumns(1);
        widthProperty().subscribe(width -> {
            int columns = width.doubleValue() >= 4 * LEAST + 3 * GAP ? 4 : 2;
            setPrefTileWidth(Math.max(1, Math.floor((width.doubleValue() - (columns - 1) * GAP) / columns)));
        });
    }

    void show(HostStatus host) {
        boolean limited = host.capacity() > 0;
        sandboxes.show(
                limited
                        ? Words.text("settings.hosts.ofLimit", host.sandboxes(), host.capacity())
                        : String.valueOf(host.sandboxes()),
                limited ? Optional.of((double) host.sandboxes() / host.capacity()) : Optional.empty());
        Nodes.show(load, host.load().isPresent());
        Nodes.show(memory, host.load().isPresent());
        Nodes.show(disk, host.load().isPresent());
        host.load().ifPresent(this::show);
    }

    private void show(HostLoad now) {
        load.show(
                now.load()
                        .map(average -> Words.text("settings.host.loadOf", tenths(average), now.processors()))
                        .orElseGet(() -> Words.text("settings.host.cores", now.processors())),
                now.load().map(average -> average / Math.max(1, now.processors())));
        memory.show(
                Words.text("settings.host.free", bytes(now.memoryFree()), bytes(now.memory())),
                Optional.of(used(now.memoryFree(), now.memory())));
        disk.show(
                Words.text("settings.host.free", bytes(now.diskFree()), bytes(now.disk())),
                Optional.of(used(now.diskFree(), now.disk())));
    }

    private static double used(long free, long all) {
        return all <= 0 ? 0 : 1 - (double) free / all;
    }

    private static double tenths(double number) {
        return Math.round(number * 10) / 10.0;
    }

    static String bytes(long count) {
        return count >= 10L << 30
                ? Words.text("settings.gib", count >> 30)
                : count >= 1L << 30
                        ? Words.text("settings.gib", tenths(count / (double) (1L << 30)))
                        : Words.text("settings.mib", count >> 20);
    }

    private static final class Meter extends VBox {
        private final String name;
        private final Label words = Nodes.label("", "settings-meter-words");
        private final ProgressBar bar = new ProgressBar(0);

        Meter(String key) {
            super(3);
            name = Words.text(key);
            words.setMinWidth(0);
            bar.getStyleClass().add("settings-meter");
            bar.setMaxWidth(Double.MAX_VALUE);
            getChildren().addAll(Nodes.label(name, "settings-meter-name"), words, bar);
        }

        /// @param used from 0 to 1; empty where there is no limit
        void show(String text, Optional<Double> used) {
            words.setText(text);
            bar.setProgress(Math.clamp(used.orElse(0.0), 0, 1));
            bar.setAccessibleText(name + ": " + text);
            bar.setVisible(used.isPresent());
            bar.getStyleClass().remove("settings-meter-full");
            if (used.filter(share -> share > NEARLY_FULL).isPresent()) {
                bar.getStyleClass().add("settings-meter-full");
            }
        }
    }
}
