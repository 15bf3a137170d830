package dev.slipway.sessions;

import dev.slipway.link.Link;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.work.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

/// Fetches the sessions that the server does not tell of by itself, page by page, as far as somebody scrolls or
/// searches. Used on the window's thread only.
final class OlderSessions {
    private static final String PAGE = "500";

    private final Link link;
    private final Work work;
    private final Consumer<List<SessionSummary>> found;
    private final BooleanProperty loading = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private Map<String, String> query = Map.of();
    private Optional<String> cursor = Optional.empty();
    /// There is nothing to ask for before the server has begun to tell.
    private boolean done = true;
    private boolean complete = true;

    /// @param found gets each page
    OlderSessions(Link link, Work work, Consumer<List<SessionSummary>> found) {
        this.link = link;
        this.work = work;
        this.found = found;
    }

    /// From now on fetches what a search asks for.
    /// @param wanted parameters of the call
    void look(Map<String, String> wanted) {
        if (!wanted.equals(query)) {
            query = wanted;
            startOver();
        }
    }

    /// The server has begun to tell of its sessions.
    /// @param all whether there are no others
    void startOver(boolean all) {
        complete = all;
        startOver();
    }

    private void startOver() {
        cursor = Optional.empty();
        done = complete;
        loading.set(false);
        problem.set(Optional.empty());
    }

    /// Fetches the next page, if there is one and none is on its way.
    void more() {
        if (done || loading.get()) {
            return;
        }
        loading.set(true);
        Map<String, String> asked = query;
        Optional<String> from = cursor;
        Map<String, String> parameters = new HashMap<>(asked);
        parameters.put("order", "updated");
        parameters.put("limit", PAGE);
        from.ifPresent(text -> parameters.put("cursor", text));
        work.start(
                () -> link.call(SessionCalls.LIST, parameters),
                page -> {
                    found.accept(page.sessions());
                    if (asked.equals(query) && from.equals(cursor)) {
                        loading.set(false);
                        cursor = page.next();
                        done = page.next().isEmpty();
                        problem.set(Optional.empty());
                    }
                },
                why -> {
                    if (asked.equals(query)) {
                        loading.set(false);
                        problem.set(Optional.of(why));
                    }
                });
    }

    /// Whether a page is on its way.
    BooleanProperty loading() {
        return loading;
    }

    /// Why the last page did not come.
    ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }
}
