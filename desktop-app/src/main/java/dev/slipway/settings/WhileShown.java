package dev.slipway.settings;

import dev.slipway.model.Pin;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.stage.Stage;
import javafx.util.Duration;

/// Keeps something going while a person can see a page: not behind another place of the window, nor while that is
/// folded
/// away.
final class WhileShown {
    private static final Duration EVERY = Duration.seconds(1);

    private final Node page;
    private final Supplier<Pin> begin;
    private Optional<Pin> kept = Optional.empty();

    private WhileShown(Node page, Supplier<Pin> begin) {
        this.page = page;
        this.begin = begin;
    }

    /// @param begin what is to go on; its pin is closed when nobody sees the page any more
    static void keep(Node page, Supplier<Pin> begin) {
        WhileShown it = new WhileShown(page, begin);
        // Nothing tells when a parent farther up is hidden.
        Timeline look = new Timeline(new KeyFrame(EVERY, _ -> it.look()));
        look.setCycleCount(Animation.INDEFINITE);
        page.sceneProperty().subscribe(scene -> {
            it.look();
            if (scene == null) {
                look.stop();
            } else {
                look.play();
            }
        });
    }

    private void look() {
        if (shows() && kept.isEmpty()) {
            kept = Optional.of(begin.get());
        } else if (!shows()) {
            kept.ifPresent(Pin::close);
            kept = Optional.empty();
        }
    }

    private boolean shows() {
        for (Node node = page; node != null; node = node.getParent()) {
            if (!node.isVisible()) {
                return false;
            }
        }
        return page.getScene() != null
                && page.getScene().getWindow() instanceof Stage stage
                && stage.isShowing()
                && !stage.isIconified();
    }
}
