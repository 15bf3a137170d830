package dev.slipway.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/// A list of rows of any height, of which only those in view have nodes.
///
/// Unlike a `ListView` it keeps no sum of heights that a layout must add up: it holds on to one row, the anchor, which
/// stands still while others are measured, grow, come or go above and below it. Rows have numbers rather than indices,
/// so that others may come before the first. At its end it follows what is added there, until the reader scrolls away.
/// The scroll bar shows an estimate: measured rows as they are, the others as high as these on average.
public final class RowFlow<T> extends Region {
    private static final double KEY_STEP = 44;
    private static final double MARGIN = 12;
    /// Cells of each kind that are kept for rows to come.
    private static final int SPARE = 12;

    /// What is shown. Read on the window's thread; at most a few screens of rows at a time.
    public interface Rows<T> {
        /// The number of the first row, which may be below 0 and become lower.
        int first();

        /// One more than the number of the last row; as [#first] when there is none.
        int end();

        T get(int row);

        /// About how many rows will come before the first, for the scroll bar.
        default int expected() {
            return 0;
        }
    }

    /// Shows rows of one kind, one after the other.
    public abstract static class Cell<T> extends Region {
        private int row;
        private @Nullable T item;
        private Object kind = "";
        private double height = -1;
        private double measuredFor = -1;

        /// Shows a row of its kind.
        protected abstract void show(T shown);

        /// The row's number.
        public final int row() {
            return row;
        }

        public final @Nullable T item() {
            return item;
        }
    }

    private final Rows<T> rows;
    private final Function<T, Object> kinds;
    private final Function<Object, ? extends Cell<T>> factory;
    private final ScrollBar bar = new ScrollBar();
    private final Rectangle clip = new Rectangle();
    private final Heights heights = new Heights();
    private final Map<Object, Deque<Cell<T>>> spare = new HashMap<>();
    private final ReadOnlyBooleanWrapper following = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyBooleanWrapper beginning = new ReadOnlyBooleanWrapper(false);
    private List<Cell<T>> shown = List.of();
    private int anchor;
    private double anchorY;
    private boolean stuck = true;
    private boolean moved;
    private boolean settingBar;
    private double width = -1;

    /// @param kinds   the kind of a row: cells are made for one kind and show rows of it only
    /// @param factory makes a cell for a kind
    public RowFlow(Rows<T> rows, Function<T, Object> kinds, Function<Object, ? extends Cell<T>> factory) {
        this.rows = rows;
        this.kinds = kinds;
        this.factory = factory;
        getStyleClass().add("row-flow");
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setFocusTraversable(true);
        setClip(clip);
        bar.setOrientation(Orientation.VERTICAL);
        bar.valueProperty().addListener((_, _, value) -> barMoved(value));
        getChildren().add(bar);
        addEventHandler(ScrollEvent.SCROLL, this::scrolled);
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        sceneProperty().flatMap(Scene::focusOwnerProperty).subscribe(this::bringIntoView);
        setOnMousePressed(_ -> requestFocus());
    }

    /// Whether the end is in view, and stays so while rows are added there.
    public ReadOnlyBooleanProperty following() {
        return following.getReadOnlyProperty();
    }

    /// Whether the first row is in view from its top.
    public ReadOnlyBooleanProperty beginning() {
        return beginning.getReadOnlyProperty();
    }

    /// The cells in view, from top to bottom.
    public List<Cell<T>> cells() {
        return List.copyOf(shown);
    }

    /// The cell of a row, when it is in view.
    public Optional<Cell<T>> cell(int row) {
        return shown.stream().filter(cell -> cell.row == row).findFirst();
    }

    /// Rows may have changed, come or gone, from one number up to another, which is excluded.
    public void update(int from, int to) {
        heights.forget(from, to);
        List<Cell<T>> still = new ArrayList<>(shown.size());
        for (Cell<T> cell : shown) {
            if (cell.row < from || cell.row >= to || fits(cell)) {
                still.add(cell);
            } else {
                spare(cell);
            }
        }
        shown = still;
        requestLayout();
    }

    /// Shows a row anew in its cell; false when it needs another cell, or is gone.
    private boolean fits(Cell<T> cell) {
        if (cell.row < rows.first() || cell.row >= rows.end()) {
            return false;
        }
        T now = rows.get(cell.row);
        if (kinds.apply(now).equals(cell.kind)) {
            fill(cell, cell.row, now);
            return true;
        }
        return false;
    }

    /// Goes to the end, and follows it.
    public void showEnd() {
        stuck = true;
        requestLayout();
    }

    /// Brings a row into view; it stands in the upper third unless it is in view already.
    public void show(int row) {
        boolean inView = shown.stream()
                .anyMatch(cell -> cell.row == row
                        && cell.getLayoutY() >= 0
                        && cell.getLayoutY() + Math.min(cell.height, getHeight() / 2) <= getHeight());
        if (!inView) {
            moveTo(row, snapPositionY(getHeight() / 4));
        }
    }

    /// Puts a row's upper edge so many pixels below that of the view, as far as there are rows to fill it.
    public void moveTo(int row, double y) {
        anchor = row;
        anchorY = y;
        stuck = false;
        moved = true;
        requestLayout();
    }

    /// Scrolls towards the end, or, below 0, towards the beginning.
    /// @param pixels how far
    public void scrollBy(double pixels) {
        if (stuck && pixels >= 0) {
            return;
        }
        anchorY -= pixels;
        stuck = false;
        moved = true;
        requestLayout();
    }

    /// What gets the focus within a row is seen.
    private void bringIntoView(@Nullable Node owner) {
        Node within = owner;
        while (within != null && within != this) {
            within = within.getParent();
        }
        if (owner == null || within == null || owner == this || owner instanceof Cell<?>) {
            return;
        }
        Bounds bounds = sceneToLocal(owner.localToScene(owner.getLayoutBounds()));
        double below = bounds.getMaxY() - getHeight();
        if (bounds.getMinY() < 0) {
            scrollBy(bounds.getMinY() - MARGIN);
        } else if (below > 0) {
            scrollBy(below + MARGIN);
        }
    }

    @Override
    protected void layoutChildren() {
        double now = getWidth();
        if (now != width) {
            width = now;
            heights.clear();
            keepPlaceInAnchor();
        }
        clip.setWidth(now);
        clip.setHeight(getHeight());
        if (rows.end() <= rows.first()) {
            shown.forEach(this::spare);
            shown = List.of();
            stuck = true;
        } else {
            shown = placed();
        }
        if (moved || stuck) {
            moved = false;
            stuck = atEnd();
        }
        layoutBar();
        boolean first = atBeginning();
        if (beginning.get() != first) {
            Platform.runLater(() -> beginning.set(first));
        }
        if (following.get() != stuck) {
            Platform.runLater(() -> following.set(stuck));
        }
    }

    /// A row that reaches into the view from above is as far above it as before, in its new height.
    private void keepPlaceInAnchor() {
        if (anchorY < 0) {
            cell(anchor).ifPresent(cell -> {
                double before = cell.height;
                anchorY *= measure(cell) / Math.max(1, before);
            });
        }
    }

    /// The cells that fill the view, each in its place.
    private List<Cell<T>> placed() {
        double high = getHeight();
        Map<Integer, Cell<T>> before = new HashMap<>();
        shown.forEach(cell -> before.put(cell.row, cell));
        Deque<Cell<T>> placed = new ArrayDeque<>();
        Deque<Double> tops = new ArrayDeque<>();
        if (stuck || anchor >= rows.end()) {
            anchor = rows.end() - 1;
            anchorY = high - height(anchor, before);
        }
        if (anchor < rows.first()) {
            anchor = rows.first();
            anchorY = 0;
        }
        int next = anchor;
        double bottom = anchorY;
        for (; next < rows.end() && bottom < high; next++) {
            double height = height(next, before);
            if (bottom + height > 0) {
                tops.addLast(bottom);
                placed.addLast(take(next, before));
            }
            bottom += height;
        }
        double shift = Math.max(0, high - bottom);
        double top = anchorY + shift;
        int previous = anchor - 1;
        for (; previous >= rows.first() && top > 0; previous--) {
            top -= height(previous, before);
            if (top < high) {
                tops.addFirst(top - shift);
                placed.addFirst(take(previous, before));
            }
        }
        if (top > 0) {
            shift -= top;
            for (; next < rows.end() && bottom + shift < high; next++) {
                tops.addLast(bottom);
                placed.addLast(take(next, before));
                bottom += height(next, before);
            }
        }
        before.values().forEach(this::spare);
        return relocate(placed, tops, shift);
    }

    private List<Cell<T>> relocate(Deque<Cell<T>> placed, Deque<Double> tops, double shift) {
        List<Cell<T>> all = new ArrayList<>(placed.size());
        boolean anchored = false;
        for (Cell<T> cell : placed) {
            double y = snapPositionY(tops.removeFirst() + shift);
            cell.resizeRelocate(0, y, width, cell.height);
            // What begins in view stands still, whatever becomes of what only reaches into it from above.
            if (!anchored) {
                anchor = cell.row;
                anchorY = y;
                anchored = y >= 0;
            }
            if (y < getHeight() && y + cell.height > 0) {
                all.add(cell);
            } else {
                spare(cell);
            }
        }
        return all;
    }

    /// How high a row is; measured, unless it was at this width and has not changed.
    private double height(int row, Map<Integer, Cell<T>> before) {
        Cell<T> cell = before.get(row);
        if (cell == null) {
            double known = heights.get(row);
            if (!Double.isNaN(known)) {
                return known;
            }
            cell = fresh(row);
            before.put(row, cell);
        }
        return measure(cell);
    }

    private Cell<T> take(int row, Map<Integer, Cell<T>> before) {
        Cell<T> cell = before.remove(row);
        Cell<T> taken = cell == null ? fresh(row) : cell;
        measure(taken);
        return taken;
    }

    private Cell<T> fresh(int row) {
        T item = rows.get(row);
        Object kind = kinds.apply(item);
        Cell<T> cell = spare.computeIfAbsent(kind, _ -> new ArrayDeque<>()).pollFirst();
        if (cell == null) {
            cell = factory.apply(kind);
            cell.kind = kind;
            cell.setAccessibleRole(AccessibleRole.LIST_ITEM);
            getChildren().addFirst(cell);
        }
        cell.setVisible(true);
        fill(cell, row, item);
        return cell;
    }

    private void fill(Cell<T> cell, int row, T item) {
        boolean other = !item.equals(cell.item);
        cell.row = row;
        cell.item = item;
        if (other) {
            cell.height = -1;
            cell.show(item);
        }
    }

    private double measure(Cell<T> cell) {
        if (cell.height < 0 || cell.measuredFor != width || cell.isNeedsLayout()) {
            cell.applyCss();
            cell.height = snapSizeY(cell.prefHeight(width));
            cell.measuredFor = width;
        }
        heights.put(cell.row, cell.height);
        return cell.height;
    }

    private void spare(Cell<T> cell) {
        Deque<Cell<T>> others = spare.computeIfAbsent(cell.kind, _ -> new ArrayDeque<>());
        cell.setVisible(false);
        if (others.size() < SPARE) {
            others.addFirst(cell);
        } else {
            getChildren().remove(cell);
        }
    }

    private boolean atEnd() {
        if (shown.isEmpty()) {
            return true;
        }
        Cell<T> last = shown.getLast();
        return last.row == rows.end() - 1 && last.getLayoutY() + last.height <= getHeight() + 0.5;
    }

    private boolean atBeginning() {
        return shown.isEmpty()
                || (shown.getFirst().row == rows.first() && shown.getFirst().getLayoutY() >= 0);
    }

    private void layoutBar() {
        double broad = snapSizeX(bar.prefWidth(-1));
        bar.resizeRelocate(width - broad, 0, broad, getHeight());
        boolean all = atBeginning() && atEnd() && rows.expected() == 0;
        bar.setVisible(!all);
        if (all || bar.isPressed()) {
            return;
        }
        double expected = expected();
        double whole = expected + heights.between(rows.first(), rows.end());
        double hidden = Math.max(1, whole - getHeight());
        double above = expected + heights.between(rows.first(), anchor) - anchorY;
        settingBar = true;
        bar.setMax(hidden);
        bar.setVisibleAmount(Math.min(hidden, hidden * getHeight() / Math.max(1, whole)));
        bar.setUnitIncrement(KEY_STEP);
        bar.setBlockIncrement(Math.max(KEY_STEP, getHeight() - KEY_STEP));
        bar.setValue(atEnd() ? hidden : atBeginning() ? Math.min(expected, hidden) : Math.clamp(above, 0, hidden));
        settingBar = false;
    }

    private double expected() {
        return rows.expected() * heights.average();
    }

    private void barMoved(Number value) {
        if (settingBar || rows.end() <= rows.first()) {
            return;
        }
        double wanted = value.doubleValue() - expected();
        if (value.doubleValue() >= bar.getMax() - 0.5) {
            showEnd();
            return;
        }
        double by = wanted - (heights.between(rows.first(), anchor) - anchorY);
        if (wanted <= 0) {
            moveTo(rows.first(), 0);
        } else if (Math.abs(by) < 2 * getHeight()) {
            scrollBy(by);
        } else {
            int row = heights.at(wanted, rows.first(), rows.end());
            moveTo(row, heights.between(rows.first(), row) - wanted);
        }
    }

    private void scrolled(ScrollEvent event) {
        if (event.getDeltaY() != 0 && !event.isControlDown()) {
            scrollBy(-event.getDeltaY());
            event.consume();
        }
    }

    private void pressed(KeyEvent event) {
        if (event.isAltDown() || event.isShiftDown() || event.isShortcutDown()) {
            return;
        }
        double page = Math.max(KEY_STEP, getHeight() - KEY_STEP);
        switch (event.getCode()) {
            case UP -> scrollBy(-KEY_STEP);
            case DOWN -> scrollBy(KEY_STEP);
            case PAGE_UP -> scrollBy(-page);
            case PAGE_DOWN -> scrollBy(page);
            case HOME -> moveTo(rows.first(), 0);
            case END -> showEnd();
            default -> {
                return;
            }
        }
        event.consume();
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case ITEM_COUNT -> rows.end() - rows.first();
            case ITEM_AT_INDEX -> cell(rows.first() + (Integer) parameters[0]).orElse(null);
            case VERTICAL_SCROLLBAR -> bar;
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    @Override
    protected double computePrefWidth(double forHeight) {
        return 400;
    }

    @Override
    protected double computePrefHeight(double forWidth) {
        return 400;
    }
}
