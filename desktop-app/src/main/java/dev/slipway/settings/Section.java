package dev.slipway.settings;

import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A page of the settings, in the order of the list.
enum Section {
    MODELS(Icon.SPARK, true),
    REPOSITORIES(Icon.REPOSITORY, true),
    PEOPLE(Icon.PEOPLE, true),
    HOST(Icon.SERVER, true),
    ACCOUNT(Icon.USER, true),
    SERVERS(Icon.COMPUTER, false),
    APPEARANCE(Icon.PALETTE, false),
    NOTIFICATIONS(Icon.BELL, false),
    KEYS(Icon.KEYBOARD, false);

    private final Icon icon;
    private final boolean ofServer;

    Section(Icon icon, boolean ofServer) {
        this.icon = icon;
        this.ofServer = ofServer;
    }

    Icon icon() {
        return icon;
    }

    /// Whether it belongs to the server rather than to this computer.
    boolean ofServer() {
        return ofServer;
    }

    String title() {
        return Words.text("settings.section." + name());
    }

    /// Its part of a link: `models` in `slipway://…/settings/models`.
    String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The page of a link; the first one for what is none.
    static Section of(String path) {
        return Arrays.stream(values())
                .filter(section -> section.path().equals(path))
                .findFirst()
                .orElse(MODELS);
    }

    /// Those that have all of some words in their title or among what they are about.
    static List<Section> find(String words) {
        List<String> wanted = List.of(words.strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
        return Arrays.stream(values())
                .filter(section -> wanted.stream().allMatch(section.about()::contains))
                .toList();
    }

    private String about() {
        return (title() + " " + Words.text("settings.about." + name())).toLowerCase(Locale.ROOT);
    }
}
