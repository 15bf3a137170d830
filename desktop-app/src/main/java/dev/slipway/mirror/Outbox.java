package dev.slipway.mirror;

import dev.slipway.model.SessionId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.SessionCalls.NewPrompt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Prompts that a person sent and the server has not confirmed yet. Each has an id, so sending one twice is harmless.
public final class Outbox {
    /// What is to be done with a prompt.
    public enum State {
        /// It goes as soon as it can.
        WAITING,
        /// The server would not take it; the person decides.
        REFUSED,
        /// The person took it back, but the server may have it.
        WITHDRAWN
    }

    /// @param at      when the person sent it
    /// @param tried   whether the server may have it already
    /// @param refusal why the server would not take it
    public record Waiting(
            SessionId session, NewPrompt prompt, Instant at, State state, boolean tried, Optional<Problem> refusal) {
        public Waiting(SessionId session, NewPrompt prompt, Instant at) {
            this(session, prompt, at, State.WAITING, false, Optional.empty());
        }

        /// A prompt in an outbox always has one.
        public PromptId id() {
            return prompt.id().orElseThrow();
        }

        public Waiting attempted() {
            return new Waiting(session, prompt, at, state, true, refusal);
        }

        public Waiting refused(Problem why) {
            return new Waiting(session, prompt, at, State.REFUSED, tried, Optional.of(why));
        }

        public Waiting withdrawn() {
            return new Waiting(session, prompt, at, State.WITHDRAWN, tried, Optional.empty());
        }

        public Waiting withText(String text) {
            return new Waiting(
                    session,
                    new NewPrompt(prompt.id(), text, prompt.mode(), prompt.attachments(), prompt.model()),
                    at,
                    state,
                    tried,
                    refusal);
        }
    }

    private final Store store;

    Outbox(Store store) {
        this.store = store;
    }

    /// Keeps a prompt, which has an id; one with the same id takes this one's state.
    public void keep(Waiting waiting) {
        store.change(
                "INSERT INTO outbox (id, session, prompt, at, state, tried, refusal) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET prompt = excluded.prompt, state = excluded.state,"
                        + " tried = excluded.tried, refusal = excluded.refusal",
                waiting.id().value(),
                waiting.session().value(),
                Json.write(waiting.prompt()),
                waiting.at().toString(),
                waiting.state().name(),
                waiting.tried() ? 1 : 0,
                waiting.refusal().map(Json::write).orElse(""));
    }

    public void remove(PromptId id) {
        store.change("DELETE FROM outbox WHERE id = ?", id.value());
    }

    /// In the order in which they were sent.
    public List<Waiting> all() {
        return store.all(
                "SELECT session, prompt, at, state, tried, coalesce(refusal, '') FROM outbox ORDER BY rowid",
                row -> new Waiting(
                        new SessionId(row.getString(1)),
                        Json.read(row.getString(2), NewPrompt.class),
                        Instant.parse(row.getString(3)),
                        State.valueOf(row.getString(4)),
                        row.getInt(5) != 0,
                        Optional.of(row.getString(6))
                                .filter(text -> !text.isEmpty())
                                .map(text -> Json.read(text, Problem.class))));
    }
}
