package dev.slipway.model.wire;

import dev.slipway.model.SessionId;

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

    /// Answered by a [ServerFrame.Pong] with the same text.
    record Ping(String nonce) implements ClientFrame {}
}
