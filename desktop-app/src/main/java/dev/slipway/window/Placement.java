package dev.slipway.window;

import java.util.List;
import javafx.geometry.Rectangle2D;

/// Where a window may open: where it was, as far as the screens of today allow.
final class Placement {
    /// So much of the window's upper edge must be on a screen for a person to grasp it.
    private static final double GRASP_WIDTH = 160;

    private static final double GRASP_HEIGHT = 32;

    private Placement() {}

    /// The bounds that were kept if the window can be grasped there; else the same size, or less, in the middle of the
    /// first screen.
    /// @param screens their parts that are free for windows; the first is the main one
    static Rectangle2D on(List<Rectangle2D> screens, Rectangle2D kept) {
        if (screens.isEmpty()) {
            return kept;
        }
        return screens.stream()
                .filter(screen -> grasped(screen, kept))
                .findFirst()
                .map(screen -> reduced(kept, screen))
                .orElseGet(() -> middle(screens.getFirst(), kept));
    }

    static Rectangle2D middle(Rectangle2D screen, Rectangle2D size) {
        Rectangle2D fitting = reduced(size, screen);
        return new Rectangle2D(
                screen.getMinX() + (screen.getWidth() - fitting.getWidth()) / 2,
                screen.getMinY() + (screen.getHeight() - fitting.getHeight()) / 2,
                fitting.getWidth(),
                fitting.getHeight());
    }

    private static boolean grasped(Rectangle2D screen, Rectangle2D window) {
        double wide = Math.min(screen.getMaxX(), window.getMaxX()) - Math.max(screen.getMinX(), window.getMinX());
        double upper = window.getMinY();
        return wide >= Math.min(GRASP_WIDTH, window.getWidth())
                && upper >= screen.getMinY() - GRASP_HEIGHT
                && upper <= screen.getMaxY() - GRASP_HEIGHT;
    }

    private static Rectangle2D reduced(Rectangle2D window, Rectangle2D screen) {
        return new Rectangle2D(
                window.getMinX(),
                Math.max(window.getMinY(), screen.getMinY()),
                Math.min(window.getWidth(), screen.getWidth()),
                Math.min(window.getHeight(), screen.getHeight()));
    }
}
