package dev.slipway.words;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// The texts of the interface. Keys are `package.thing`; English is complete, another language falls back to it.
public final class Words {
    private static volatile Locale spoken = Locale.getDefault();
    private static volatile ResourceBundle bundle = load(spoken);

    private Words() {}

    /// The text of a key, with its `{0}`, `{1}`… filled in.
    public static String text(String key, Object... arguments) {
        String pattern = bundle.getString(key);
        return arguments.length == 0 && pattern.indexOf('\'') < 0
                ? pattern
                : new MessageFormat(pattern, bundle.getLocale()).format(arguments);
    }

    /// The languages there are.
    public static java.util.List<Locale> languages() {
        return java.util.List.of(Locale.ENGLISH, Locale.GERMAN);
    }

    /// Chooses a language for what is shown from now on.
    public static void speak(Locale locale) {
        spoken = locale;
        bundle = load(locale);
    }

    /// By whose rules dates, numbers and money are written: those of the system, as long as its language is spoken.
    public static Locale locale() {
        Locale system = Locale.getDefault(Locale.Category.FORMAT);
        return system.getLanguage().equals(spoken.getLanguage()) ? system : spoken;
    }

    private static ResourceBundle load(Locale locale) {
        return ResourceBundle.getBundle(
                "dev.slipway.words.words",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
