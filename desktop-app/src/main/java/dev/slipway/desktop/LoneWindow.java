package dev.slipway.desktop;

import dev.slipway.link.Server;
import dev.slipway.model.Pin;
import dev.slipway.notification.Preferences;
import dev.slipway.settings.Appearance;
import dev.slipway.settings.Reach;
import dev.slipway.theme.Theme;
import dev.slipway.window.Zoom;
import java.net.URI;
import java.util.List;

/// For a window that knows one server only and keeps nothing.
record LoneWindow(Server server) implements Reach {
    @Override
    public List<Server> servers() {
        return List.of(server);
    }

    @Override
    public Pin onServers(Runnable listener) {
        listener.run();
        return () -> {};
    }

    @Override
    public void show(URI address) {
        // There is no other.
    }

    @Override
    public void add() {
        // There is no place to keep another one.
    }

    @Override
    public void forget(Server forgotten) {
        // It is not kept anyway.
    }

    @Override
    public Appearance appearance() {
        return new Appearance(new Theme(), Zoom.STEPS, name -> "", (name, value) -> {});
    }

    @Override
    public Preferences notifications() {
        return new Preferences(name -> "", (name, value) -> {});
    }
}
