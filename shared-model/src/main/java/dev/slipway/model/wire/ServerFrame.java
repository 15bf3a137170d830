package dev.slipway.model.wire;

import dev.slipway.model.account.Author;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.Watchers;
import java.util.List;

/// What the server says on the socket, one JSON text frame each.
public sealed interface ServerFrame {

    /// The first frame.
    /// @param pingSeconds a client that hears nothing for this long should ping
    record Hello(String version, Author user, int pingSeconds) implements ServerFrame {}

    /// The subscription stands.
    /// @param last the newest sequence number at this moment
    record Subscribed(String subscription, long last) implements ServerFrame {}

    /// What is new in a session: first the rows, then the live text. What piled up while the client was slow comes in
    /// one frame. A piece of live text whose `offset` is greater than what the client has of that block means that
    /// some was too much to keep; a row that ends a block replaces its live text.
    record Journal(String subscription, List<Envelope> events, List<LiveText> live) implements ServerFrame {}

    /// Sessions as they are now, new or changed.
    record Sessions(String subscription, List<SessionSummary> sessions) implements ServerFrame {}

    /// What is new with the machines of sandboxes. The first frame of a subscription tells of everything there is:
    /// what it does not name is not there. Later ones tell how a thing that changed is now, however often it did;
    /// lines of a log come in order, each with its number, so that a gap shows how many were left out.
    record Fleet(String subscription, List<FleetEvent> events) implements ServerFrame {}

    /// Somebody else types in a session that this client follows.
    record SomeoneTypes(String subscription, Author user) implements ServerFrame {}

    /// Who else follows a session just now, or each of some sessions: only those where it changed. To a subscription of
    /// a session it comes when anyone else is there; to one of the list for all sessions. Each person is told once,
    /// however many windows they have, and those who listen never hear of themselves.
    record Watching(String subscription, List<Watchers> sessions) implements ServerFrame {}

    /// The subscription ended or never began.
    record Ended(String subscription, ProblemDetails problem) implements ServerFrame {}

    /// A frame that the server could not understand.
    record Refused(ProblemDetails problem) implements ServerFrame {}

    record Pong(String nonce) implements ServerFrame {}
}
