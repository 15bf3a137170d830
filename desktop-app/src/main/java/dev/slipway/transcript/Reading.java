package dev.slipway.transcript;

import dev.slipway.flow.RowFlow;
import dev.slipway.text.Prose;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// What a reader does with the text of a transcript: selects it with the mouse, goes from row to row with keys, and
/// sees what was found. Dresses each cell for it whenever the cell shows something else.
final class Reading {
    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
    private static final PseudoClass DRESSED = PseudoClass.getPseudoClass("dressed");

    private final TranscriptModel model;
    private final RowFlow<Item> list;
    private final Selection selection = new Selection();
    private final Timeline pulling = new Timeline();
    private Optional<Long> current = Optional.empty();
    private String needle = "";
    private int foundRow = Integer.MIN_VALUE;
    private int foundNth;
    private double pull;
    private double mouseX;
    private double mouseY;

    Reading(TranscriptModel model, RowFlow<Item> list) {
        this.model = model;
        this.list = list;
        list.addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
        list.addEventFilter(MouseEvent.MOUSE_DRAGGED, this::dragged);
        list.addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> pulling.stop());
        pulling.getKeyFrames().setAll(new KeyFrame(Duration.millis(30), _ -> pull()));
        pulling.setCycleCount(Animation.INDEFINITE);
    }

    /// Shows in a cell what is selected and found, and whether it is the current one.
    void dress(TranscriptCell cell) {
        Item item = cell.item();
        if (item == null) {
            return;
        }
        boolean is = current.filter(key -> key == item.key()).isPresent();
        cell.pseudoClassStateChanged(CURRENT, is);
        boolean wanted = !selection.isEmpty() || !needle.isEmpty();
        if (!wanted && !cell.getPseudoClassStates().contains(DRESSED)) {
            return;
        }
        cell.pseudoClassStateChanged(DRESSED, wanted);
        List<Prose> flows = Prose.within(cell.view());
        selection.dress(item.key(), cell.row(), flows);
        mark(cell.row(), flows);
    }

    private void dressAll() {
        list.cells().forEach(cell -> dress((TranscriptCell) cell));
    }

    // ---- what is selected

    Optional<String> selected() {
        return selection.isEmpty() ? Optional.empty() : Optional.of(selection.text(model::item));
    }

    void clear() {
        selection.clear();
        current = Optional.empty();
        dressAll();
    }

    /// Selects all text of the row that the reader is at.
    void selectRow() {
        at().ifPresent(cell -> {
            List<Prose> flows = Prose.within(cell.view());
            Item item = cell.item();
            if (item != null && !flows.isEmpty()) {
                selection.begin(new Spot(item.key(), cell.row(), 0, 0));
                selection.extend(new Spot(
                        item.key(),
                        cell.row(),
                        flows.size() - 1,
                        flows.getLast().string().length()));
                dressAll();
            }
        });
    }

    private void pressed(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY || onControl(event)) {
            return;
        }
        Optional<Spot> spot = inText(event) ? spot(event.getSceneX(), event.getSceneY()) : Optional.empty();
        if (event.isShiftDown() && selection.hasAnchor()) {
            spot(event.getSceneX(), event.getSceneY()).ifPresent(selection::extend);
        } else if (spot.isPresent()) {
            selection.begin(spot.get());
            if (event.getClickCount() == 2) {
                selectAround(spot.get(), true);
            } else if (event.getClickCount() > 2) {
                selectAround(spot.get(), false);
            }
        } else {
            selection.clear();
        }
        cell(event.getSceneY()).map(TranscriptCell::item).ifPresent(item -> current = Optional.of(item.key()));
        dressAll();
        list.pseudoClassStateChanged(PseudoClass.getPseudoClass("keyed"), false);
    }

    private void dragged(MouseEvent event) {
        if (!selection.hasAnchor() || !event.isPrimaryButtonDown() || onControl(event)) {
            return;
        }
        mouseX = event.getSceneX();
        mouseY = event.getSceneY();
        double y = list.sceneToLocal(mouseX, mouseY).getY();
        pull = y < 0 ? y : Math.max(0, y - list.getHeight());
        if (pull == 0) {
            pulling.stop();
        } else {
            pulling.play();
        }
        extend();
        event.consume();
    }

    private void pull() {
        list.scrollBy(Math.clamp(pull, -60, 60) / 2);
        list.layout();
        extend();
    }

    private void extend() {
        spot(mouseX, mouseY).ifPresent(selection::extend);
        dressAll();
    }

    private void selectAround(Spot spot, boolean word) {
        cell(spot.row()).ifPresent(cell -> {
            String text = Prose.within(cell.view()).get(spot.flow()).string();
            int from = 0;
            int to = text.length();
            if (word && !text.isEmpty()) {
                BreakIterator words = BreakIterator.getWordInstance();
                words.setText(text);
                int inside = Math.min(spot.offset(), text.length() - 1);
                to = words.following(inside);
                from = words.previous();
            }
            selection.begin(new Spot(spot.key(), spot.row(), spot.flow(), from));
            selection.extend(new Spot(spot.key(), spot.row(), spot.flow(), to));
        });
    }

    private static boolean inText(MouseEvent event) {
        for (@Nullable Node node = target(event); node != null; node = node.getParent()) {
            if (node instanceof Prose) {
                return true;
            }
        }
        return false;
    }

    private static boolean onControl(MouseEvent event) {
        for (@Nullable Node node = target(event); node != null; node = node.getParent()) {
            if (node instanceof ButtonBase || node.getStyleClass().contains("scroll-bar")) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Node target(MouseEvent event) {
        return event.getTarget() instanceof Node node ? node : null;
    }

    /// The place in the text that is nearest to a point.
    private Optional<Spot> spot(double sceneX, double sceneY) {
        Optional<TranscriptCell> found = cell(sceneY);
        if (found.isEmpty() || found.get().item() == null) {
            return Optional.empty();
        }
        TranscriptCell cell = found.get();
        List<Prose> flows = Prose.within(cell.view());
        int best = -1;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < flows.size(); i++) {
            Bounds bounds = flows.get(i).localToScene(flows.get(i).getLayoutBounds());
            double distance = 10_000 * outside(sceneY, bounds.getMinY(), bounds.getMaxY())
                    + outside(sceneX, bounds.getMinX(), bounds.getMaxX());
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        long key = java.util.Objects.requireNonNull(cell.item()).key();
        return Optional.of(
                best < 0
                        ? new Spot(key, cell.row(), 0, 0)
                        : new Spot(key, cell.row(), best, flows.get(best).offsetAt(sceneX, sceneY)));
    }

    private static double outside(double value, double from, double to) {
        return value < from ? from - value : Math.max(0, value - to);
    }

    /// The cell at a height of the scene, or the nearest.
    Optional<TranscriptCell> cell(double sceneY) {
        double y = list.sceneToLocal(0, sceneY).getY();
        @Nullable TranscriptCell last = null;
        for (RowFlow.Cell<Item> cell : list.cells()) {
            last = (TranscriptCell) cell;
            if (y < cell.getLayoutY() + cell.getHeight()) {
                return Optional.of(last);
            }
        }
        return Optional.ofNullable(last);
    }

    private Optional<TranscriptCell> cell(int row) {
        return list.cell(row).map(TranscriptCell.class::cast);
    }

    // ---- the current row

    /// The cell that the reader is at: the current one if it is in view, else the last that is wholly so.
    Optional<TranscriptCell> at() {
        List<TranscriptCell> cells =
                list.cells().stream().map(TranscriptCell.class::cast).toList();
        Optional<TranscriptCell> chosen = cells.stream().filter(this::isCurrent).findFirst();
        return chosen.or(() -> cells.isEmpty() ? Optional.empty() : Optional.of(cells.getLast()));
    }

    /// The number of the current row, when it is in view.
    Optional<Integer> current() {
        return current.isEmpty()
                ? Optional.empty()
                : at().filter(this::isCurrent).map(TranscriptCell::row);
    }

    private boolean isCurrent(TranscriptCell cell) {
        @Nullable Item item = cell.item();
        return item != null && current.filter(key -> key == item.key()).isPresent();
    }

    /// Goes to the row above or below; a row that is higher than the view scrolls first.
    void step(boolean down) {
        Optional<TranscriptCell> from = at();
        if (from.isEmpty()) {
            return;
        }
        boolean first = current.isEmpty();
        int row = from.get().row() + (first ? 0 : down ? 1 : -1);
        double edge = down
                ? from.get().getLayoutY() + from.get().getHeight() - list.getHeight()
                : from.get().getLayoutY();
        if (!first && (down ? edge > 4 : edge < -4)) {
            list.scrollBy(down ? Math.min(edge, 120) : Math.max(edge, -120));
        } else {
            goTo(row);
        }
    }

    /// Makes a row the current one and brings it into view.
    void goTo(int row) {
        model.item(row).ifPresent(item -> {
            current = Optional.of(item.key());
            list.pseudoClassStateChanged(PseudoClass.getPseudoClass("keyed"), true);
            list.show(row);
            list.layout();
            dressAll();
        });
    }

    // ---- what was found

    /// Marks all occurrences of words, in whatever case; blank text marks none.
    void find(String words) {
        needle = words.strip();
        foundRow = Integer.MIN_VALUE;
        dressAll();
    }

    /// Goes to one occurrence.
    /// @param nth which one in its row, from 0
    void found(int row, int nth) {
        foundRow = row;
        foundNth = nth;
        list.show(row);
        list.layout();
        reveal(row, nth);
        dressAll();
        list.layout();
        Platform.runLater(this::bringIntoView);
    }

    private void reveal(int row, int nth) {
        cell(row).ifPresent(cell -> {
            int there = 0;
            for (Prose flow : Prose.within(cell.view())) {
                there += places(flow.string()).size();
            }
            Item item = cell.item();
            if (there <= nth && item != null) {
                model.folds().reveal(item.key());
                cell.view().fold(true);
                list.layout();
            }
        });
    }

    private void bringIntoView() {
        cell(foundRow).ifPresent(cell -> {
            int left = foundNth;
            @Nullable Prose at = null;
            for (Prose flow : Prose.within(cell.view())) {
                int here = places(flow.string()).size();
                if (here > 0) {
                    at = flow;
                }
                if (left < here) {
                    break;
                }
                left -= here;
            }
            if (at != null) {
                double y = list.sceneToLocal(0, at.currentMarkY()).getY();
                if (y < 40 || y > list.getHeight() - 60) {
                    list.scrollBy(y - list.getHeight() / 3);
                }
            }
        });
    }

    private void mark(int row, List<Prose> flows) {
        int before = 0;
        int last = -1;
        for (int i = 0; i < flows.size(); i++) {
            if (!places(flows.get(i).string()).isEmpty()) {
                last = i;
            }
        }
        for (int i = 0; i < flows.size(); i++) {
            List<Integer> places = places(flows.get(i).string());
            int chosen = row == foundRow ? foundNth - before : -1;
            before += places.size();
            boolean beyond = row == foundRow && i == last && chosen >= places.size();
            flows.get(i)
                    .mark(places, needle.length(), beyond ? places.size() - 1 : chosen < places.size() ? chosen : -1);
        }
    }

    private List<Integer> places(String text) {
        if (needle.isEmpty()) {
            return List.of();
        }
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i + needle.length() <= text.length(); i++) {
            if (text.regionMatches(true, i, needle, 0, needle.length())) {
                places.add(i);
                i += needle.length() - 1;
            }
        }
        return places;
    }
}
