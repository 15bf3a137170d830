package dev.slipway.stream;

import dev.slipway.control.Copying;
import dev.slipway.rfb.RemotePointer;
import dev.slipway.words.Words;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.ImageCursor;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.util.Duration;

/// The pixels of a remote desktop, and the hands on them. While it has the focus every key goes there, but for
/// Shift+Escape, which leaves it.
final class ScreenPane extends Region {
    private static final Duration SETTLED = Duration.millis(250);
    private static final double SMALLEST = 200;
    private static final double NOTCH = 40;
    private static final int MOST_NOTCHES = 8;

    private final StreamModel model;
    private final ImageView shown = new ImageView();
    private final Keyboard keyboard;
    private final PauseTransition settled = new PauseTransition(SETTLED);
    private List<PixelBuffer<IntBuffer>> buffers = List.of();
    private List<Image> images = List.of();
    private int generation;
    private int pixelsWide;
    private int pixelsHigh;
    private boolean fits = true;
    private double turned;
    private double turnedAside;
    private String offered = "";

    ScreenPane(StreamModel model) {
        this.model = model;
        this.keyboard = new Keyboard(model::key);
        getStyleClass().add("stream-screen");
        getChildren().add(shown);
        shown.setManaged(false);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(Words.text("stream.screen"));
        setAccessibleHelp(Words.text("stream.screen.help"));
        model.pictures().subscribe(_ -> take());
        model.pointer().subscribe(now -> setCursor(now.map(ScreenPane::cursor).orElse(Cursor.DEFAULT)));
        model.copied().subscribe(text -> text.filter(_ -> isFocused()).ifPresent(this::copy));
        model.state().subscribe(state -> {
            if (state == StreamModel.State.LIVE) {
                settled.playFromStart();
            }
        });
        model.driver().subscribe(_ -> settled.playFromStart());
        settled.setOnFinished(_ -> askForSize());
        keys();
        addEventHandler(MouseEvent.ANY, this::mouse);
        addEventHandler(ScrollEvent.SCROLL, this::wheel);
    }

    /// @param now whether the remote desktop takes the size of this view; else it is only shown larger or smaller
    void fit(boolean now) {
        fits = now;
        settled.playFromStart();
        requestLayout();
    }

    private void keys() {
        addEventFilter(KeyEvent.ANY, event -> {
            if (event.getCode() == KeyCode.ESCAPE
                    && event.isShiftDown()
                    && event.getEventType() == KeyEvent.KEY_PRESSED) {
                keyboard.leave();
                requestFocusTraversal(javafx.scene.TraversalDirection.NEXT);
            } else if (event.getEventType() == KeyEvent.KEY_PRESSED) {
                if (pastes(event)) {
                    offerClipboard();
                }
                keyboard.pressed(event);
            } else if (event.getEventType() == KeyEvent.KEY_TYPED) {
                keyboard.typed(event);
            } else if (event.getEventType() == KeyEvent.KEY_RELEASED) {
                keyboard.released(event);
            }
            event.consume();
        });
        setInputMethodRequests(new NoText());
        setOnInputMethodTextChanged(keyboard::composed);
        focusedProperty().subscribe(focused -> {
            if (!focused) {
                keyboard.leave();
            }
        });
    }

    private static boolean pastes(KeyEvent event) {
        return (event.getCode() == KeyCode.V && (event.isControlDown() || event.isMetaDown()))
                || (event.getCode() == KeyCode.INSERT && event.isShiftDown());
    }

    /// Lets the desktop have what was copied here.
    void offerClipboard() {
        String text = Clipboard.getSystemClipboard().getString();
        if (text != null && !text.isEmpty()) {
            offered = text;
            model.offer(text);
        }
    }

    private void copy(String text) {
        if (!text.equals(offered)) {
            Copying.copy(text);
        }
    }

    private void take() {
        Optional<Frames.Pair> pair = model.frames().pair();
        if (pair.isEmpty()) {
            return;
        }
        if (pair.get().generation() != generation) {
            show(pair.get());
        }
        model.frames().take(generation).ifPresent(flip -> {
            int index = flip.second() ? 1 : 0;
            buffers.get(index)
                    .updateBuffer(_ -> new Rectangle2D(
                            flip.dirty().x(),
                            flip.dirty().y(),
                            flip.dirty().width(),
                            flip.dirty().height()));
            shown.setImage(images.get(index));
            // Runs when this pulse is over.
            Platform.runLater(model.frames()::release);
        });
    }

    private void show(Frames.Pair pair) {
        generation = pair.generation();
        pixelsWide = pair.width();
        pixelsHigh = pair.height();
        buffers = List.of(
                new PixelBuffer<>(pixelsWide, pixelsHigh, pair.first(), PixelFormat.getIntArgbPreInstance()),
                new PixelBuffer<>(pixelsWide, pixelsHigh, pair.second(), PixelFormat.getIntArgbPreInstance()));
        images = buffers.stream().<Image>map(WritableImage::new).toList();
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        if (pixelsWide == 0) {
            return;
        }
        double scale = scale();
        shown.setFitWidth(pixelsWide * scale);
        shown.setFitHeight(pixelsHigh * scale);
        shown.setSmooth(scale != Math.rint(scale));
        shown.setLayoutX(snapPositionX((getWidth() - pixelsWide * scale) / 2));
        shown.setLayoutY(snapPositionY((getHeight() - pixelsHigh * scale) / 2));
        settled.playFromStart();
    }

    /// How much larger than its pixels it is shown: never larger, if it could have more pixels instead.
    private double scale() {
        double scale = Math.min(getWidth() / pixelsWide, getHeight() / pixelsHigh);
        return Math.max(0.01, fits && model.drives() ? Math.min(1, scale) : scale);
    }

    private void askForSize() {
        if (fits && model.drives() && getWidth() >= SMALLEST && getHeight() >= SMALLEST) {
            model.resize((int) getWidth(), (int) getHeight());
        }
    }

    private void mouse(MouseEvent event) {
        if (event.getEventType() == MouseEvent.MOUSE_PRESSED) {
            requestFocus();
        }
        if (pixelsWide == 0 || event.getEventType() == MouseEvent.MOUSE_CLICKED) {
            return;
        }
        int buttons = (event.isPrimaryButtonDown() ? 1 : 0)
                | (event.isMiddleButtonDown() ? 2 : 0)
                | (event.isSecondaryButtonDown() ? 4 : 0)
                | (event.isBackButtonDown() ? 128 : 0)
                | (event.isForwardButtonDown() ? 256 : 0);
        point(event.getX(), event.getY(), buttons);
        event.consume();
    }

    private void point(double x, double y, int buttons) {
        double scale = scale();
        model.point(
                (int) Math.clamp((x - shown.getLayoutX()) / scale, 0, pixelsWide - 1),
                (int) Math.clamp((y - shown.getLayoutY()) / scale, 0, pixelsHigh - 1),
                buttons);
    }

    /// A notch of a wheel is a button that is pressed and let go of.
    private void wheel(ScrollEvent event) {
        turned += event.getDeltaY();
        turnedAside += event.getDeltaX();
        int notches = (int) Math.clamp(turned / NOTCH, -MOST_NOTCHES, MOST_NOTCHES);
        int aside = (int) Math.clamp(turnedAside / NOTCH, -MOST_NOTCHES, MOST_NOTCHES);
        turned = notches == 0 ? turned : 0;
        turnedAside = aside == 0 ? turnedAside : 0;
        for (int i = 0; i < Math.abs(notches); i++) {
            point(event.getX(), event.getY(), notches > 0 ? 8 : 16);
            point(event.getX(), event.getY(), 0);
        }
        for (int i = 0; i < Math.abs(aside); i++) {
            point(event.getX(), event.getY(), aside > 0 ? 32 : 64);
            point(event.getX(), event.getY(), 0);
        }
        event.consume();
    }

    private static Cursor cursor(RemotePointer pointer) {
        if (pointer.width() == 0 || pointer.height() == 0) {
            return Cursor.NONE;
        }
        WritableImage image = new WritableImage(pointer.width(), pointer.height());
        image.getPixelWriter()
                .setPixels(
                        0,
                        0,
                        pointer.width(),
                        pointer.height(),
                        PixelFormat.getIntArgbPreInstance(),
                        pointer.pixels().duplicate(),
                        pointer.width());
        return new ImageCursor(image, pointer.hotX(), pointer.hotY());
    }
}
