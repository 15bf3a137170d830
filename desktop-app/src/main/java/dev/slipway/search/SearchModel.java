package dev.slipway.search;

import dev.slipway.mirror.Search;
import dev.slipway.model.SessionId;
import dev.slipway.work.Pulse;
import dev.slipway.work.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Looks for words in all sessions that are on this computer, also without a server. Each key begins anew.
public final class SearchModel {
    /// Of one session, before the others are only counted.
    private static final int SHOWN = 4;
    /// Who finds more looks for other words.
    private static final int MOST = 5_000;

    private static final int SHORTEST = 2;

    private final Search search;
    private final Function<SessionId, String> titles;
    private final Work work;
    private final StringProperty words = new SimpleStringProperty("");
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private final ObservableList<Found> lines = FXCollections.observableArrayList();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Search.Hit> hits = new ArrayList<>();
    private final Pulse pulse = new Pulse(this::show);

    /// @param titles what sessions are called
    public SearchModel(Search search, Function<SessionId, String> titles, Work work) {
        this.search = search;
        this.titles = titles;
        this.work = work;
        words.subscribe(this::look);
    }

    /// What is looked for.
    public StringProperty words() {
        return words;
    }

    ReadOnlyBooleanProperty busy() {
        return busy;
    }

    ObservableList<Found> lines() {
        return lines;
    }

    private void look(String text) {
        int mine = asked.incrementAndGet();
        synchronized (hits) {
            hits.clear();
        }
        if (text.strip().length() < SHORTEST) {
            busy.set(false);
            lines.clear();
            return;
        }
        busy.set(true);
        AtomicInteger found = new AtomicInteger();
        work.start(() -> {
            try {
                search.everywhere(
                        text, some -> hear(mine, some, found), () -> mine != asked.get() || found.get() > MOST);
            } finally {
                Platform.runLater(() -> {
                    if (mine == asked.get()) {
                        busy.set(false);
                        show();
                    }
                });
            }
        });
    }

    private void hear(int mine, List<Search.Hit> some, AtomicInteger found) {
        found.addAndGet(some.size());
        synchronized (hits) {
            if (mine == asked.get()) {
                hits.addAll(some);
            }
        }
        pulse.ask();
    }

    private void show() {
        Map<SessionId, List<Search.Hit>> bySession = new LinkedHashMap<>();
        synchronized (hits) {
            hits.forEach(hit -> bySession
                    .computeIfAbsent(hit.session(), _ -> new ArrayList<>())
                    .add(hit));
        }
        List<Found> next = new ArrayList<>();
        bySession.forEach((id, places) -> {
            next.add(new Found.OfSession(id, titles.apply(id), places.size()));
            places.stream().limit(SHOWN).map(Found.Place::new).forEach(next::add);
            if (places.size() > SHOWN) {
                next.add(new Found.More(id, places.size() - SHOWN));
            }
        });
        if (!next.equals(lines)) {
            lines.setAll(next);
        }
    }
}
