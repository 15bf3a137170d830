package dev.slipway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Rows of any height, of which the view must show the right ones, without gaps, and let nothing jump.
class RowFlowTest {
    private static final int HIGH = 600;
    private static final int MILLION = 1_000_000;

    private static final class Lines implements RowFlow.Rows<String> {
        int first;
        int end;
        int expected;
        IntUnaryOperator heights = row -> 20 + Math.floorMod(row * 37, 180);

        @Override
        public int first() {
            return first;
        }

        @Override
        public int end() {
            return end;
        }

        @Override
        public int expected() {
            return expected;
        }

        @Override
        public String get(int row) {
            if (row < first || row >= end) {
                throw new IndexOutOfBoundsException(row);
            }
            return row + ":" + heights.applyAsInt(row);
        }
    }

    private final class Line extends RowFlow.Cell<String> {
        private double high;

        @Override
        protected void show(String shown) {
            high = Double.parseDouble(shown.substring(shown.indexOf(':') + 1));
            measured++;
            requestLayout();
        }

        @Override
        protected double computePrefHeight(double width) {
            return high;
        }
    }

    private final Lines lines = new Lines();
    private RowFlow<String> flow = made();
    private int measured;

    @BeforeAll
    static void toolkit() {
        try {
            Platform.startup(() -> Platform.setImplicitExit(false));
        } catch (IllegalStateException e) {
            Platform.setImplicitExit(false);
        }
    }

    private RowFlow<String> made() {
        return onFx(() -> new RowFlow<>(lines, text -> text.length() % 2, _ -> new Line()));
    }

    private void show(int count) {
        lines.end = count;
        run(() -> {
            new Scene(new StackPane(flow), 500, HIGH);
            flow.getParent().layout();
        });
        layout();
    }

    @Test
    void opensAtItsEndAndMeasuresOnlyWhatIsSeen() {
        show(MILLION);

        assertFills();
        assertThat(flow.cells().getLast().row()).isEqualTo(MILLION - 1);
        assertThat(bottom()).isEqualTo(HIGH);
        assertThat(measured).isLessThan(60);
        assertThat(bar().getValue()).isEqualTo(bar().getMax());
    }

    @Test
    void opensAtItsEndWhenItsRowsAreThereBefore() {
        lines.end = MILLION;
        flow = made();
        show(MILLION);

        assertThat(flow.cells().getLast().row()).isEqualTo(MILLION - 1);
    }

    @Test
    void fewRowsStandAtTheTop() {
        lines.heights = _ -> 30;
        show(3);

        assertThat(flow.cells()).hasSize(3);
        assertThat(flow.cells().getFirst().getLayoutY()).isZero();
        assertThat(bar().isVisible()).isFalse();
        scroll(-500);
        scroll(500);
        assertThat(flow.cells().getFirst().getLayoutY()).isZero();
    }

    @Test
    void jumpsAnywhereAndTheBarSaysWhere() {
        show(MILLION);
        for (int row : new int[] {0, 250_000, 500_000, 750_000, 999_000}) {
            run(() -> flow.moveTo(row, 0));
            layout();

            assertFills();
            assertThat(flow.cells().getFirst().row()).isEqualTo(row);
            assertThat(bar().getValue() / bar().getMax()).isBetween(row / 1e6 - 0.01, row / 1e6 + 0.01);
        }
    }

    @Test
    void draggingTheBarLeadsToThatPartOfTheRows() {
        show(MILLION);
        for (double share : new double[] {0.1, 0.9, 0.5, 0.333, 0}) {
            run(() -> bar().setValue(share * bar().getMax()));
            layout();

            assertFills();
            assertThat(flow.cells().getFirst().row() / 1e6).isBetween(share - 0.01, share + 0.01);
        }
        run(() -> bar().setValue(bar().getMax()));
        layout();
        assertThat(flow.cells().getLast().row()).isEqualTo(MILLION - 1);
    }

    @Test
    void scrollingMovesWhatIsSeenByJustThatMuch() {
        show(MILLION);
        run(() -> flow.moveTo(500_000, 0));
        layout();
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            RowFlow.Cell<String> seen = flow.cells().get(flow.cells().size() / 2);
            int row = seen.row();
            double before = seen.getLayoutY();
            int by = random.nextInt(-150, 150);
            scroll(by);

            assertFills();
            assertThat(flow.cell(row).orElseThrow().getLayoutY()).isEqualTo(before - by);
        }
    }

    @Test
    void followsItsEndUntilTheReaderScrollsAway() {
        show(1_000);
        add(5);
        assertThat(bottom()).isEqualTo(HIGH);
        assertThat(flow.cells().getLast().row()).isEqualTo(1_004);

        scroll(-300);
        int row = flow.cells().get(2).row();
        double y = flow.cells().get(2).getLayoutY();
        add(50);
        assertThat(flow.cell(row).orElseThrow().getLayoutY()).isEqualTo(y);
        assertThat(onFx(() -> flow.following().get())).isFalse();

        run(flow::showEnd);
        layout();
        assertThat(flow.cells().getLast().row()).isEqualTo(1_054);
        add(1);
        assertThat(flow.cells().getLast().row()).isEqualTo(1_055);
        assertThat(onFx(() -> flow.following().get())).isTrue();
    }

    @Test
    void aGrowingLastRowStaysInView() {
        show(100);
        int[] high = {50};
        lines.heights = row -> row == 99 ? high[0] : 80;
        run(() -> flow.update(0, 100));
        layout();
        for (int i = 0; i < 50; i++) {
            high[0] += 33;
            run(() -> flow.update(99, 100));
            layout();
            assertThat(bottom()).isEqualTo(HIGH);
            assertFills();
        }
    }

    @Test
    void whatIsReadStaysWhereItIsWhenRowsComeOrGrowAbove() {
        show(1_000);
        run(() -> flow.moveTo(500, 40));
        layout();
        lines.first = -20_000;
        run(() -> flow.update(-20_000, 0));
        layout();
        assertThat(flow.cell(500).orElseThrow().getLayoutY()).isEqualTo(40);

        IntUnaryOperator before = lines.heights;
        lines.heights = row -> row < 500 ? 333 : before.applyAsInt(row);
        run(() -> flow.update(lines.first, 500));
        layout();
        assertThat(flow.cell(500).orElseThrow().getLayoutY()).isEqualTo(40);
        assertFills();
        run(() -> flow.moveTo(-20_000, 0));
        layout();
        assertThat(flow.cells().getFirst().row()).isEqualTo(-20_000);
        assertThat(bar().getValue()).isZero();
    }

    @Test
    void theBarCountsRowsThatAreStillToComeBeforeTheFirst() {
        lines.expected = 9_000;
        show(1_000);
        run(() -> flow.moveTo(0, 0));
        layout();
        assertThat(bar().getValue() / bar().getMax()).isBetween(0.89, 0.91);

        run(() -> bar().setValue(0));
        layout();
        assertThat(flow.cells().getFirst().row()).isZero();
        assertThat(onFx(() -> flow.beginning().get())).isTrue();
    }

    @Test
    void keysLeadToBothEnds() {
        show(5_000);
        press(KeyCode.HOME);
        assertThat(flow.cells().getFirst().row()).isZero();
        press(KeyCode.PAGE_DOWN);
        assertThat(flow.cells().getFirst().row()).isPositive();
        press(KeyCode.END);
        assertThat(flow.cells().getLast().row()).isEqualTo(4_999);
    }

    @Test
    void aRowIsBroughtIntoViewUnlessItIsThere() {
        show(5_000);
        run(() -> flow.show(2_000));
        layout();
        assertThat(flow.cell(2_000).orElseThrow().getLayoutY()).isEqualTo(HIGH / 4.0);
        run(() -> flow.show(2_001));
        layout();
        assertThat(flow.cell(2_000).orElseThrow().getLayoutY()).isEqualTo(HIGH / 4.0);
    }

    @Test
    void rowsMayAllGoAndComeBack() {
        show(100);
        lines.end = 0;
        run(() -> flow.update(0, 100));
        layout();
        assertThat(flow.cells()).isEmpty();
        lines.end = 7;
        run(() -> flow.update(0, 7));
        layout();
        assertThat(flow.cells().getLast().row()).isEqualTo(6);
    }

    @Test
    void cellsAreUsedAgainRatherThanMade() {
        show(MILLION);
        run(() -> flow.moveTo(1_000, 0));
        layout();
        for (int i = 0; i < 500; i++) {
            scroll(97);
        }
        assertThat(onFx(() -> flow.getChildrenUnmodifiable().size())).isLessThan(90);
    }

    private void add(int count) {
        lines.end += count;
        run(() -> flow.update(lines.end - count, lines.end));
        layout();
    }

    private void scroll(double by) {
        run(() -> flow.scrollBy(by));
        layout();
    }

    private void press(KeyCode code) {
        run(() -> flow.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false)));
        layout();
    }

    private void layout() {
        run(() -> {
            flow.layout();
            flow.layout();
        });
    }

    /// The cells stand one below the other, in order, from the upper edge of the view to the lower.
    private void assertFills() {
        List<RowFlow.Cell<String>> cells = new ArrayList<>(flow.cells());
        assertThat(cells.getFirst().getLayoutY()).isLessThanOrEqualTo(0);
        assertThat(bottom()).isGreaterThanOrEqualTo(HIGH);
        for (int i = 0; i < cells.size(); i++) {
            RowFlow.Cell<String> cell = cells.get(i);
            assertThat(cell.item()).isEqualTo(lines.get(cell.row()));
            assertThat(cell.getHeight()).isEqualTo(lines.heights.applyAsInt(cell.row()));
            assertThat(cell.isVisible()).isTrue();
            if (i > 0) {
                assertThat(cell.row()).isEqualTo(cells.get(i - 1).row() + 1);
                assertThat(cell.getLayoutY())
                        .isEqualTo(
                                cells.get(i - 1).getLayoutY() + cells.get(i - 1).getHeight());
            }
        }
    }

    private double bottom() {
        RowFlow.Cell<String> last = flow.cells().getLast();
        return last.getLayoutY() + last.getHeight();
    }

    private ScrollBar bar() {
        return (ScrollBar) flow.getChildrenUnmodifiable().stream()
                .filter(ScrollBar.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static void run(Runnable action) {
        onFx(() -> {
            action.run();
            return 0;
        });
    }

    private static <R> R onFx(java.util.concurrent.Callable<R> call) {
        CompletableFuture<R> result = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
