package dev.slipway.model.fleet;

/// What is new with the machines of sandboxes, and with what is made and kept ready on them. Kinds may be added; a
/// client that does not know one sees [Unrecognised].
public sealed interface FleetEvent {

    /// A host that is new or has changed, as it is now.
    record HostChanged(HostStatus host) implements FleetEvent {}

    /// A host that is not known any more.
    record HostRemoved(HostId host) implements FleetEvent {}

    /// A kind of event that this program is too old to know.
    record Unrecognised() implements FleetEvent {}
}
