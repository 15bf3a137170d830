package dev.slipway.mirror;

import dev.slipway.model.SessionId;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.SessionCalls.NewPrompt;
import java.time.Instant;
import java.util.List;

/// Prompts that a person sent and the server has not confirmed yet. Each has an id, so sending one twice is harmless.
public final class Outbox {
    /// @param at when the person sent it
    public record Waiting(SessionId session, NewPrompt prompt, Instant at) {}

    private final Store store;

    Outbox(Store store) {
        this.store = store;
    }

    /// Keeps a prompt, which has an id.
    public void add(Waiting waiting) {
        store.change(
                "INSERT OR IGNORE INTO outbox (id, session, prompt, at) VALUES (?, ?, ?, ?)",
                waiting.prompt().id().orElseThrow().value(),
                waiting.session().value(),
                Json.write(waiting.prompt()),
                waiting.at().toString());
    }

    public void remove(PromptId id) {
        store.change("DELETE FROM outbox WHERE id = ?", id.value());
    }

    /// In the order in which they were sent.
    public List<Waiting> all() {
        return store.all(
                "SELECT session, prompt, at FROM outbox ORDER BY rowid",
                row -> new Waiting(
                        new SessionId(row.getString(1)),
                        Json.read(row.getString(2), NewPrompt.class),
                        Instant.parse(row.getString(3))));
    }
}
