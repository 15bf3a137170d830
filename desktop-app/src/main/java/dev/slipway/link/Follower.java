package dev.slipway.link;

import dev.slipway.model.account.Author;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.problem.Problem;
import java.util.List;

/// Receives a session's journal. Called from the link's own thread, one call at a time: as long as a call takes,
/// nothing more is read from the server, which then sends what piled up in one piece.
public interface Follower {
    /// What is new. Each event comes once and in order, however often the link breaks. Live text of a block may begin
    /// anew at an earlier offset: the later piece holds.
    void journal(List<Envelope> events, List<LiveText> live);

    /// The server sends from now on.
    /// @param last its newest sequence number now: what is between it and the follower's own is on its way
    default void begins(long last) {}

    /// What the follower has is not what the server has, or too far behind it: it must be forgotten. What comes next
    /// are
    /// the newest events.
    default void anew() {}

    /// Somebody else types.
    default void typing(Author user) {}

    /// The server sends nothing more, for good.
    void ended(Problem problem);
}
