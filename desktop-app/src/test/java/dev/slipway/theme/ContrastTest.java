package dev.slipway.theme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.desktop.Shown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.application.ColorScheme;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Measures the colours of both looks as WCAG 2.2 does (success criteria 1.4.3 and 1.4.11).
class ContrastTest {
    /// For text of the usual size.
    private static final double READABLE = 4.5;
    /// For what is no text but has a meaning, such as the ring around what has the focus.
    private static final double VISIBLE = 3;

    private static final List<String> SURFACES = List.of("-color-bg-default", "-color-bg-subtle", "-color-bg-overlay");
    private static final List<String> TEXTS = List.of(
            "-color-fg-default",
            "-color-fg-muted",
            "-color-fg-subtle",
            "-color-accent-fg",
            "-color-danger-fg",
            "-color-success-fg",
            "-color-warning-fg",
            "-slipway-code-keyword",
            "-slipway-code-string",
            "-slipway-code-number",
            "-slipway-code-call",
            "-slipway-code-type",
            "-slipway-code-comment");
    private static final Map<String, String> PAIRS = Map.of(
            "-color-fg-emphasis", "-color-accent-emphasis",
            "-slipway-added-sign", "-slipway-added",
            "-slipway-removed-sign", "-slipway-removed");

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void everyTextCanBeReadOnEverySurface(Theme.Choice look) {
        Scene scene = dressed(look);
        Map<String, Double> weak = new LinkedHashMap<>();
        for (String surface : SURFACES) {
            for (String text : TEXTS) {
                note(weak, scene, text, surface, READABLE);
            }
        }
        PAIRS.forEach((text, surface) -> note(weak, scene, text, surface, READABLE));
        for (String text : List.of("-color-fg-default", "-slipway-code-string", "-slipway-code-keyword")) {
            note(weak, scene, text, "-slipway-added", READABLE);
            note(weak, scene, text, "-slipway-removed", READABLE);
        }
        assertThat(weak).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void theRingAroundWhatHasTheFocusIsSeen(Theme.Choice look) {
        Scene scene = dressed(look);
        Map<String, Double> weak = new LinkedHashMap<>();
        SURFACES.forEach(surface -> note(weak, scene, "-slipway-focus", surface, VISIBLE));
        assertThat(weak).isEmpty();
    }

    @Test
    void theFormulaIsThatOfTheStandard() {
        assertThat(contrast(Color.BLACK, Color.WHITE)).isEqualTo(21);
        assertThat(contrast(Color.web("#777777"), Color.WHITE)).isBetween(4.47, 4.49);
    }

    @Test
    void theSystemSaysWhetherContrastsAreToBeStrong() {
        assertThat(Theme.highContrast(Map.of())).isFalse();
        assertThat(Theme.highContrast(Map.of("GTK.theme_name", "Adwaita"))).isFalse();
        assertThat(Theme.highContrast(Map.of("GTK.theme_name", "HighContrastInverse")))
                .isTrue();
        assertThat(Theme.highContrast(Map.of("Windows.SPI.HighContrast", true))).isTrue();
    }

    @Test
    void theLookOfTheSystemIsFollowedUnlessThePersonChose() {
        assertThat(Theme.dark(Theme.Choice.SYSTEM, ColorScheme.DARK)).isTrue();
        assertThat(Theme.dark(Theme.Choice.SYSTEM, ColorScheme.LIGHT)).isFalse();
        assertThat(Theme.dark(Theme.Choice.LIGHT, ColorScheme.DARK)).isFalse();
        assertThat(Theme.dark(Theme.Choice.DARK, ColorScheme.LIGHT)).isTrue();
    }

    private static Scene dressed(Theme.Choice look) {
        return Shown.onFx(() -> {
            Scene scene = new Scene(new StackPane(), 100, 100);
            Theme theme = new Theme();
            theme.choose(look);
            theme.dress(scene);
            return scene;
        });
    }

    private static void note(Map<String, Double> weak, Scene scene, String text, String surface, double least) {
        double found = contrast(colour(scene, text), colour(scene, surface));
        if (found < least) {
            weak.put(text + " on " + surface, Math.round(found * 100) / 100.0);
        }
    }

    /// What a name stands for; what shines through lies on the window.
    private static Color colour(Scene scene, String name) {
        return Shown.onFx(() -> {
            Label label = new Label("x");
            label.setStyle("-fx-text-fill: " + name + ";");
            ((StackPane) scene.getRoot()).getChildren().setAll(label);
            scene.getRoot().applyCss();
            return (Color) label.getTextFill();
        });
    }

    private static double contrast(Color one, Color other) {
        double first = luminance(one) + 0.05;
        double second = luminance(other) + 0.05;
        return Math.max(first, second) / Math.min(first, second);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
