package dev.slipway.settings;

import dev.slipway.link.Server;
import dev.slipway.model.Pin;
import dev.slipway.notification.Preferences;
import java.net.URI;
import java.util.List;

/// What the settings reach beyond their own server: the other servers, and how the window looks. Implemented by
/// whoever
/// puts the window together; called on the window's thread.
public interface Reach {
    /// Those the person knows, in their order; one without a token is signed out of.
    List<Server> servers();

    /// Tells now and whenever the servers change.
    Pin onServers(Runnable listener);

    void show(URI server);

    /// Opens the page on which one is added.
    void add();

    /// Forgets a server; the person can have it undone for a while.
    void forget(Server server);

    Appearance appearance();

    /// What the person wants to be told by the system.
    Preferences notifications();
}
