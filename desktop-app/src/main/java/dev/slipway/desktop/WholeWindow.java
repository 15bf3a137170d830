package dev.slipway.desktop;

import dev.slipway.link.Server;
import dev.slipway.model.Pin;
import dev.slipway.notice.Notices;
import dev.slipway.notification.Preferences;
import dev.slipway.settings.Appearance;
import dev.slipway.settings.Reach;
import dev.slipway.words.Words;
import java.net.URI;
import java.util.List;

/// What settings reach in the whole window: all servers, and its look.
record WholeWindow(Servers all, Appearance appearance, Preferences notifications, Notices notices) implements Reach {
    @Override
    public List<Server> servers() {
        return all.known();
    }

    @Override
    public Pin onServers(Runnable listener) {
        return all.onChange(listener);
    }

    @Override
    public void show(URI server) {
        all.show(server);
    }

    @Override
    public void add() {
        all.add();
    }

    @Override
    public void forget(Server server) {
        all.forget(server);
        var _ = notices.undo(Words.text("settings.servers.forgotten", server.name()), () -> all.recall(server));
    }
}
