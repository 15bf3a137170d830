package dev.slipway.link;

import dev.slipway.model.fleet.FleetEvent;
import java.util.List;

/// Hears how the machines of sandboxes are, and what is made ready on them. Called from a thread of the link; must be
/// quick.
public interface FleetListener {
    /// @param all whether these tell of everything there is, as at the beginning and after a break of the link; else
    ///            only of what has changed
    void fleet(List<FleetEvent> events, boolean all);
}
