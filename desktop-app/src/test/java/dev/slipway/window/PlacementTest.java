package dev.slipway.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final Rectangle2D LAPTOP = new Rectangle2D(0, 30, 1440, 870);
    private static final Rectangle2D OFFICE = new Rectangle2D(1440, 0, 2560, 1440);

    @Test
    void aWindowOnAScreenStaysThere() {
        Rectangle2D kept = new Rectangle2D(1600, 100, 1280, 820);

        assertThat(Placement.on(List.of(LAPTOP, OFFICE), kept)).isEqualTo(kept);
    }

    @Test
    void aWindowOnAScreenThatIsGoneComesToTheMiddleOfTheFirst() {
        Rectangle2D where = Placement.on(List.of(LAPTOP), new Rectangle2D(1600, 100, 1280, 820));

        assertThat(where).isEqualTo(new Rectangle2D(80, 55, 1280, 820));
    }

    @Test
    void aWindowThatIsTooLargeForWhatIsLeftShrinks() {
        Rectangle2D where = Placement.on(List.of(LAPTOP), new Rectangle2D(3000, 100, 2400, 1300));

        assertThat(where).isEqualTo(LAPTOP);
    }

    @Test
    void aWindowWhoseUpperEdgeCannotBeGraspedIsMoved() {
        Rectangle2D below = new Rectangle2D(100, 895, 1280, 820);
        Rectangle2D above = new Rectangle2D(100, -700, 1280, 820);
        Rectangle2D beside = new Rectangle2D(-1200, 100, 1280, 820);

        for (Rectangle2D kept : List.of(below, above, beside)) {
            assertThat(LAPTOP.contains(Placement.on(List.of(LAPTOP), kept))).isTrue();
        }
    }

    @Test
    void aWindowPartlyBesideTheScreenStays() {
        Rectangle2D kept = new Rectangle2D(-900, 100, 1280, 820);

        assertThat(Placement.on(List.of(LAPTOP), kept)).isEqualTo(kept);
    }
}
