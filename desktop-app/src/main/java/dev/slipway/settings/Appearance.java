package dev.slipway.settings;

import dev.slipway.theme.Theme;
import dev.slipway.words.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// How the window looks, as the person wants it, kept from one start to the next. Each change shows at once,
/// but for the
/// language, which holds from the next start. Used on the window's thread.
public final class Appearance {
    static final int LEAST_CODE = 10;
    static final int MOST_CODE = 20;
    static final int USUAL_CODE = 12;

    private static final String LOOK = "look";
    private static final String CODE = "code.size";
    private static final String COMPACT = "compact";
    private static final String LANGUAGE = "language";

    private final ObjectProperty<Theme.Choice> look;
    private final IntegerProperty code;
    private final BooleanProperty compact;
    private final StringProperty language;
    private final DoubleProperty zoom = new SimpleDoubleProperty(1);
    private final List<Double> zooms;

    /// @param zooms    sizes of all that the window holds, of which 1 is the usual one
    /// @param recall   gives the value kept under a key, or an empty text
    /// @param remember keeps one
    public Appearance(
            Theme theme, List<Double> zooms, UnaryOperator<String> recall, BiConsumer<String, String> remember) {
        this.zooms = List.copyOf(zooms);
        look = new SimpleObjectProperty<>(Arrays.stream(Theme.Choice.values())
                .filter(choice -> choice.name().equals(recall.apply(LOOK)))
                .findFirst()
                .orElse(Theme.Choice.SYSTEM));
        code = new SimpleIntegerProperty(size(recall.apply(CODE)));
        compact = new SimpleBooleanProperty(Boolean.parseBoolean(recall.apply(COMPACT)));
        language = new SimpleStringProperty(recall.apply(LANGUAGE));
        speak(language.get());
        look.subscribe(wanted -> {
            if (wanted != theme.choice()) {
                theme.choose(wanted);
            }
        });
        code.subscribe(size -> theme.codeSize(size.intValue()));
        compact.subscribe(theme::compact);
        look.addListener((_, _, now) -> remember.accept(LOOK, now.name()));
        code.addListener((_, _, now) -> remember.accept(CODE, String.valueOf(now)));
        compact.addListener((_, _, now) -> remember.accept(COMPACT, String.valueOf(now)));
        language.addListener((_, _, now) -> remember.accept(LANGUAGE, now));
    }

    private static void speak(String tag) {
        if (languages().contains(tag) && !tag.isEmpty()) {
            Words.speak(Locale.forLanguageTag(tag));
        }
    }

    /// The languages there are, by their tags; empty text for the system's.
    static List<String> languages() {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(""),
                        Words.languages().stream().map(Locale::toLanguageTag))
                .toList();
    }

    private static int size(String text) {
        return text.matches("\\d{1,2}") ? Math.clamp(Integer.parseInt(text), LEAST_CODE, MOST_CODE) : USUAL_CODE;
    }

    public ObjectProperty<Theme.Choice> look() {
        return look;
    }

    /// How large all is that the window holds; kept by the window itself.
    public DoubleProperty zoom() {
        return zoom;
    }

    List<Double> zooms() {
        return zooms;
    }

    /// Height of code and terminal text, in pixels.
    IntegerProperty code() {
        return code;
    }

    /// Whether lists and transcript stand closer.
    BooleanProperty compact() {
        return compact;
    }

    StringProperty language() {
        return language;
    }
}
