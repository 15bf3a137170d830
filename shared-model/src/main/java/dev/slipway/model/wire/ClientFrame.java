package dev.slipway.model.wire;

import dev.slipway.model.SessionId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.session.DraftId;
import java.util.Optional;

/// What a client says on the socket `/api/v1/socket`, one JSON text frame each.
public sealed interface ClientFrame {

    /// Begins to follow a session's journal.
    /// @param subscription chosen by the client, unique among its own; frames about it carry it
    /// @param from         the first sequence number wanted; 1 for all, the last one seen plus 1 to resume
    record Subscribe(String subscription, SessionId session, long from) implements ClientFrame {}

    /// Begins to follow the list of sessions: first the 500 that changed last, then each that changes.
    record SubscribeSessions(String subscription) implements ClientFrame {}

    /// Begins to follow the machines of sandboxes: first how each is, then each change.
    record SubscribeFleet(String subscription) implements ClientFrame {}

    record Unsubscribe(String subscription) implements ClientFrame {}

    /// The person types in this session: others see it, and the session makes ready.
    record Typing(SessionId session) implements ClientFrame {}

    /// The person writes the first prompt of a session to come, which makes ready for it; to be said again every ten
    /// seconds or so while keys are pressed.
    /// @param draft  chosen by the client, and named again when it creates the session
    /// @param branch the repository's default branch unless given
    record Drafting(DraftId draft, RepositoryId repository, Optional<BranchName> branch) implements ClientFrame {}

    /// Answered by a [ServerFrame.Pong] with the same text.
    record Ping(String nonce) implements ClientFrame {}
}
