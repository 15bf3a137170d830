package dev.slipway.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.collections.MapChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.text.Font;
import org.jspecify.annotations.Nullable;

/// The look of every window: AtlantaFX's Primer below, Slipway's own style sheet on top.
public final class Theme {
    private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");
    private static final PseudoClass CONTRAST = PseudoClass.getPseudoClass("contrast");
    private static final PseudoClass COMPACT = PseudoClass.getPseudoClass("compact");
    private static final int USUAL_CODE = 12;
    private static final List<String> FONTS = List.of(
            "inter-latin-400-normal",
            "inter-latin-400-italic",
            "inter-latin-500-normal",
            "inter-latin-600-normal",
            "inter-latin-700-normal",
            "jetbrains-mono-latin-400-normal",
            "jetbrains-mono-latin-700-normal");

    /// Which of the two looks a person wants.
    public enum Choice {
        SYSTEM,
        LIGHT,
        DARK
    }

    private Choice choice = Choice.SYSTEM;
    private int code = USUAL_CODE;
    private boolean compact;
    private @Nullable Scene scene;

    /// Loads the fonts; once, on the window's thread.
    public Theme() {
        FONTS.forEach(Theme::load);
        Platform.getPreferences().addListener((MapChangeListener<String, Object>) _ -> apply());
        Platform.getPreferences().colorSchemeProperty().addListener((_, _, _) -> apply());
    }

    /// The application's own icon, in several sizes.
    public static List<Image> applicationIcons() {
        return Stream.of(32, 64, 128, 256)
                .map(size -> new Image(resource("icon-" + size + ".png"), true))
                .toList();
    }

    /// Dresses a window's scene, now and whenever the choice or the system's look changes.
    public void dress(Scene dressed) {
        scene = dressed;
        dressed.getStylesheets().add(resource("slipway.css"));
        refine();
        apply();
    }

    /// Height of code and terminal text.
    /// @param pixels 12 is usual
    public void codeSize(int pixels) {
        code = pixels;
        refine();
    }

    /// Whether lists and transcript stand closer.
    public void compact(boolean closer) {
        compact = closer;
        refine();
    }

    private void refine() {
        Scene dressed = scene;
        if (dressed == null) {
            return;
        }
        dressed.getRoot().pseudoClassStateChanged(COMPACT, compact);
        dressed.getStylesheets().removeIf(sheet -> sheet.startsWith("data:"));
        if (code != USUAL_CODE) {
            String css = ".terminal-text .t, .code-text .t, .diff-text .t, .diff-sign, .diff-number, .md-code"
                    + " { -fx-font-size: " + code + "px; }";
            dressed.getStylesheets()
                    .add("data:text/css;base64,"
                            + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8)));
        }
    }

    public void choose(Choice chosen) {
        choice = chosen;
        apply();
    }

    public Choice choice() {
        return choice;
    }

    /// Whether the dark look shows now.
    public boolean dark() {
        return dark(choice, Platform.getPreferences().getColorScheme());
    }

    static boolean dark(Choice choice, ColorScheme system) {
        return switch (choice) {
            case DARK -> true;
            case LIGHT -> false;
            case SYSTEM -> system == ColorScheme.DARK;
        };
    }

    /// Whether the system asks for strong contrasts: by a setting on Windows, by the name of the theme on Linux.
    static boolean highContrast(Map<String, Object> preferences) {
        return Boolean.TRUE.equals(preferences.get("Windows.SPI.HighContrast"))
                || String.valueOf(preferences.get("GTK.theme_name")).contains("HighContrast");
    }

    private void apply() {
        atlantafx.base.theme.Theme base = dark() ? new PrimerDark() : new PrimerLight();
        Application.setUserAgentStylesheet(base.getUserAgentStylesheet());
        Scene dressed = scene;
        if (dressed != null) {
            dressed.getRoot().pseudoClassStateChanged(DARK, dark());
            dressed.getRoot().pseudoClassStateChanged(CONTRAST, highContrast(Platform.getPreferences()));
        }
    }

    private static void load(String font) {
        try (InputStream in = Theme.class.getResourceAsStream("fonts/" + font + ".woff")) {
            if (in == null || Font.loadFont(in, 13) == null) {
                throw new IllegalStateException("The font " + font + " is missing in this build");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        return Objects.requireNonNull(Theme.class.getResource(name), name).toExternalForm();
    }
}
