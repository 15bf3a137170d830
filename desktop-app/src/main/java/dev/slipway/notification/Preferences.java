package dev.slipway.notification;

import dev.slipway.model.SessionId;
import dev.slipway.model.problem.ProblemException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/// What the person wants to be told, kept from one start to the next. Used on the window's thread.
public final class Preferences {
    private static final String QUIET = "notify.quiet";
    private static final String FOLLOWED = "notify.followed";

    private final UnaryOperator<String> recall;
    private final BiConsumer<String, String> remember;
    private final BooleanProperty quiet;

    /// @param recall   gives the value kept under a key, or an empty text
    /// @param remember keeps one
    public Preferences(UnaryOperator<String> recall, BiConsumer<String, String> remember) {
        this.recall = recall;
        this.remember = remember;
        this.quiet = new SimpleBooleanProperty(Boolean.parseBoolean(recall.apply(QUIET)));
        quiet.subscribe(on -> remember.accept(QUIET, String.valueOf(on)));
    }

    /// Do not disturb: what happens is kept in the list of notices, and nothing shows up by itself.
    public BooleanProperty quiet() {
        return quiet;
    }

    public boolean wants(News.Kind kind) {
        return !recall.apply(key(kind)).equals("false");
    }

    public void want(News.Kind kind, boolean wanted) {
        remember.accept(key(kind), String.valueOf(wanted));
    }

    public boolean follows(SessionId session) {
        return followed().contains(session);
    }

    /// Whether to be told of a session that is not the person's own.
    public void follow(SessionId session, boolean follows) {
        Set<SessionId> changed = new LinkedHashSet<>(followed());
        if (follows) {
            changed.add(session);
        } else {
            changed.remove(session);
        }
        remember.accept(FOLLOWED, changed.stream().map(SessionId::value).collect(Collectors.joining(" ")));
    }

    Set<News.Kind> wanted() {
        Set<News.Kind> wanted = EnumSet.allOf(News.Kind.class);
        wanted.removeIf(kind -> !wants(kind));
        return wanted;
    }

    Set<SessionId> followed() {
        return Arrays.stream(recall.apply(FOLLOWED).strip().split("\\s+", -1))
                .flatMap(id -> id(id).stream())
                .collect(Collectors.toSet());
    }

    private static Optional<SessionId> id(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(new SessionId(text));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private static String key(News.Kind kind) {
        return "notify." + kind.name().toLowerCase(Locale.ROOT);
    }
}
