package dev.slipway.model.fleet;

import dev.slipway.model.code.RepositoryId;
import java.util.List;

/// What is new with the machines of sandboxes, and with what is made and kept ready on them. Kinds may be added; a
/// client that does not know one sees [Unrecognised].
public sealed interface FleetEvent {

    /// A host that is new or has changed, as it is now.
    record HostChanged(HostStatus host) implements FleetEvent {}

    /// A host that is not known any more.
    record HostRemoved(HostId host) implements FleetEvent {}

    /// A repository's image has changed, or a build of it begins, goes on or ends.
    record ImageChanged(RepositoryId repository, RepositoryImage image) implements FleetEvent {}

    /// What a build says now. Whoever misses lines before `first` reads them from the build's log.
    /// @param first number of the first line; the log's own first one is 1
    record BuildLog(RepositoryId repository, ImageId image, long first, List<String> lines) implements FleetEvent {
        public BuildLog {
            lines = List.copyOf(lines);
        }
    }
    /// The sandboxes of a repository that are ready before anyone asks, as they are now.
    record WarmPoolChanged(WarmPool pool) implements FleetEvent {}

    /// A kind of event that this program is too old to know.
    record Unrecognised() implements FleetEvent {}
}
