package dev.slipway.theme;

import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;
import javafx.scene.transform.Scale;

/// The icons: strokes on a grid of 24, after the shapes of Lucide (ISC licence). Their colour comes from the style
/// sheet, by the class `icon`.
public enum Icon {
    ARCHIVE("M3 4h18v4H3zM5 8v11a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1V8M10 12h4"),
    ARROW_DOWN("M12 5v14M19 12l-7 7l-7-7"),
    ARROW_UP("M12 19V5M5 12l7-7l7 7"),
    ATTACH(
            "M21.4 11.05l-9.19 9.19a6 6 0 0 1-8.49-8.49l8.57-8.57A4 4 0 1 1 18 8.84l-8.59 8.57a2 2 0 0 1-2.83-2.83l8.49-8.48"),
    BELL("M18 8a6 6 0 1 0-12 0c0 7-3 9-3 9h18s-3-2-3-9M10.3 21a2 2 0 0 0 3.4 0"),
    BOX("M21 8l-9-5l-9 5v8l9 5l9-5zM3.3 7.7L12 12.5l8.7-4.8M12 21.5v-9"),
    BRANCH("M6 3v12M18 9a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM6 21a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM18 9a9 9 0 0 1-9 9"),
    CHAT("M21 15a2 2 0 0 1-2 2H7l-4 4V5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2z"),
    CHECK("M20 6L9 17l-5-5"),
    CHEVRON_DOWN("M6 9l6 6l6-6"),
    CHEVRON_LEFT("M15 18l-6-6l6-6"),
    CHEVRON_RIGHT("M9 18l6-6l-6-6"),
    CLOCK("M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20M12 6v6l4 2"),
    CLOSE("M18 6L6 18M6 6l12 12"),
    COMMIT("M12 15a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM3 12h6M15 12h6"),
    COMPUTER("M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM8 21h8M12 17v4"),
    COPY(
            "M10 8h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H10a2 2 0 0 1-2-2V10a2 2 0 0 1 2-2zM4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10"
                    + "c1.1 0 2 .9 2 2"),
    EXTERNAL("M15 3h6v6M10 14L21 3M18 13v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h6"),
    EYE("M2 12s3.5-7 10-7s10 7 10 7s-3.5 7-10 7s-10-7-10-7zM12 15a3 3 0 1 0 0-6a3 3 0 0 0 0 6z"),
    FILE("M14 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8zM14 2v6h6"),
    FOLDER(
            "M4 20h16a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2h-7.9a2 2 0 0 1-1.7-.9L9.6 3.9A2 2 0 0 0 7.9 3H4a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2z"),
    GRIP("M9 5v.01M9 12v.01M9 19v.01M15 5v.01M15 12v.01M15 19v.01"),
    IMAGE(
            "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM9 11a2 2 0 1 0 0-4a2 2 0 0 0 0 4zM21 15"
                    + "l-3.1-3.1a2 2 0 0 0-2.8 0L6 21"),
    INFO("M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20M12 16v-4M12 8v.01"),
    INSERT("M15 10l5 5l-5 5M4 4v7a4 4 0 0 0 4 4h12"),
    KEYBOARD(
            "M4 5h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM6 9h.01M10 9h.01M14 9h.01M18 9h.01M8 13h.01M12 13h.01M16 13h.01M8 16h8"),
    LINK("M10 13a5 5 0 0 0 7.5.5l3-3a5 5 0 0 0-7-7l-1.7 1.7M14 11a5 5 0 0 0-7.5-.5l-3 3a5 5 0 0 0 7 7l1.7-1.7"),
    LIST("M11 6h10M11 12h10M11 18h10M3 6l1.5 1.5L7 5M3 12l1.5 1.5L7 11M3 18l1.5 1.5L7 17"),
    MORE("M4 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M11 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M18 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0"),
    MERGE("M18 21a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM6 9a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM6 21V9a9 9 0 0 0 9 9"),
    PAUSE("M9 5v14M15 5v14"),
    PANEL("M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM15 3v18"),
    PALETTE("M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20M12 2v20M12 7h8.6M12 12h10M12 17h8.6"),
    PENCIL("M17 3a2.85 2.83 0 1 1 4 4L7.5 20.5L2 22l1.5-5.5zM15 5l4 4"),
    PEOPLE(
            "M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2M9 11a4 4 0 1 0 0-8a4 4 0 0 0 0 8zM22 21v-2a4 4 0 0 0-3-3.87M16 3.13a4 4 0 0 1 0 7.75"),
    PIN(
            "M12 17v5M9 10.8a2 2 0 0 1-1.1 1.8l-1.8.9A2 2 0 0 0 5 15.2V17h14v-1.8a2 2 0 0 0-1.1-1.8l-1.8-.9A2 2 0 0 1 15 10.8V4H9z"),
    PLAY("M7 4l13 8l-13 8z"),
    PLUS("M5 12h14M12 5v14"),
    PULL_REQUEST("M18 21a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM6 9a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM13 6h3a2 2 0 0 1 2 2v7M6 9v12"),
    REPOSITORY("M4 19.5v-15A2.5 2.5 0 0 1 6.5 2H20v20H6.5a2.5 2.5 0 0 1 0-5H20"),
    RETRY("M3 12a9 9 0 1 0 9-9a9.75 9.75 0 0 0-6.74 2.74L3 8M3 3v5h5"),
    SEARCH("M11 3a8 8 0 1 0 0 16a8 8 0 1 0 0-16M21 21l-4.3-4.3"),
    SERVER(
            "M4 2h16a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zM4 14h16a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H4"
                    + "a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2zM6 6v.01M6 18v.01"),
    SETTINGS("M10.1 5L10.4 2.5L13.6 2.5L13.9 5L15.6 5.8L17.5 4.2L19.8 6.5L18.2 8.4L19 10.1L21.5 10.4L21.5 13.6L19 "
            + "13.9L18.2 15.6L19.8 17.5L17.5 19.8L15.6 18.2L13.9 19L13.6 21.5L10.4 21.5L10.1 19L8.4 18.2L6.5 19.8L4"
            + ".2 17.5L5.8 15.6L5 13.9L2.5 13.6L2.5 10.4L5 10.1L5.8 8.4L4.2 6.5L6.5 4.2L8.4 5.8ZM12 9a3 3 0 1 0 0 6"
            + "a3 3 0 1 0 0-6"),
    SLIDERS("M4 21v-7M4 10V3M12 21v-9M12 8V3M20 21v-5M20 12V3M2 14h4M10 8h4M18 16h4"),
    SPARK(
            "M12 3l1.9 5.8a2 2 0 0 0 1.3 1.3L21 12l-5.8 1.9a2 2 0 0 0-1.3 1.3L12 21l-1.9-5.8a2 2 0 0 0-1.3-1.3L3 12l5.8-1.9"
                    + "a2 2 0 0 0 1.3-1.3z"),
    SIGN_OUT("M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4M16 17l5-5l-5-5M21 12H9"),
    STOP("M6 6h12v12H6z"),
    SWITCH("M7 15l5 5l5-5M7 9l5-5l5 5"),
    TERMINAL("M4 17l6-5l-6-5M12 19h8"),
    TRASH("M3 6h18M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6M8 6V4a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v2"),
    USER("M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2M12 11a4 4 0 1 0 0-8a4 4 0 0 0 0 8z"),
    WARNING("M12 3.5L1.8 21h20.4zM12 10v4M12 17.5v.01");

    private static final double GRID = 24;

    private final String path;

    Icon(String path) {
        this.path = path;
    }

    /// A node that shows it.
    /// @param size side of its square, in pixels
    public Node node(double size) {
        SVGPath shape = new SVGPath();
        shape.setContent(path);
        shape.getStyleClass().add("icon");
        shape.getTransforms().add(new Scale(size / GRID, size / GRID, 0, 0));
        // The shape reports its own bounds; on the grid its place within the square matters.
        shape.setManaged(false);
        StackPane square = new StackPane(shape);
        square.setMinSize(size, size);
        square.setPrefSize(size, size);
        square.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        square.setMouseTransparent(true);
        square.getStyleClass().add("icon-box");
        return square;
    }
}
