package dev.slipway.notification;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notifications of Linux desktops. Connects when there is something to show, and again when the connection was lost.
final class FreedesktopDesk implements Desk {
    private static final Logger log = LoggerFactory.getLogger(FreedesktopDesk.class);
    private static final String CLICK = "default";
    private static final int REMEMBERED = 100;
    private static final int CONNECT_MILLIS = 1500;

    private final Optional<String> bus;
    private final Map<String, UInt32> shown = new LinkedHashMap<>();
    private final Map<UInt32, Runnable> clicks = new HashMap<>();
    private @Nullable DBusConnection connection;
    private @Nullable FreedesktopNotifications service;
    private boolean markup;

    /// @param bus the address of the session's bus; nothing is shown without one
    FreedesktopDesk(Optional<String> bus) {
        this.bus = bus;
    }

    /// The session's bus, if there is one that Java can reach: sockets in the abstract name space are not.
    static Optional<String> sessionBus(Map<String, String> environment) {
        Optional<String> usual = Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                .filter(folder -> java.nio.file.Files.exists(java.nio.file.Path.of(folder, "bus")))
                .map(folder -> "unix:path=" + folder + "/bus");
        return Optional.ofNullable(environment.get("DBUS_SESSION_BUS_ADDRESS"))
                .flatMap(addresses -> Arrays.stream(addresses.split(";", -1))
                        .filter(address -> address.startsWith("unix:path="))
                        .findFirst())
                .or(() -> usual);
    }

    @Override
    public synchronized boolean show(String key, String title, String detail, String link, Runnable opened) {
        try {
            FreedesktopNotifications open = open();
            if (open == null) {
                return false;
            }
            UInt32 replaced = shown.getOrDefault(key, new UInt32(0));
            UInt32 id = open.Notify(
                    "Slipway",
                    replaced,
                    "slipway",
                    title,
                    markup ? escaped(detail) : detail,
                    List.of(CLICK, ""),
                    Map.of("desktop-entry", new Variant<>("slipway")),
                    -1);
            clicks.remove(replaced);
            shown.put(key, id);
            clicks.put(id, opened);
            if (shown.size() > REMEMBERED) {
                clicks.remove(shown.remove(shown.keySet().iterator().next()));
            }
            return true;
        } catch (DBusException | DBusExecutionException | IOException e) {
            log.debug("The desktop shows no notification: {}", e.getMessage());
            close();
            return false;
        }
    }

    @Override
    public synchronized void close() {
        DBusConnection open = connection;
        connection = null;
        service = null;
        shown.clear();
        clicks.clear();
        if (open != null) {
            open.disconnect();
        }
    }

    private @Nullable FreedesktopNotifications open() throws DBusException, IOException {
        DBusConnection open = connection;
        if (bus.isEmpty() || (service != null && open != null && open.isConnected())) {
            return service;
        }
        close();
        DBusConnection made = DBusConnectionBuilder.forAddress(bus.get())
                .withShared(false)
                .transportConfig()
                .withTimeout(CONNECT_MILLIS)
                .back()
                .build();
        connection = made;
        made.addSigHandler(FreedesktopNotifications.ActionInvoked.class, this::used);
        made.addSigHandler(FreedesktopNotifications.NotificationClosed.class, this::gone);
        FreedesktopNotifications found = made.getRemoteObject(
                FreedesktopNotifications.SERVICE, FreedesktopNotifications.PATH, FreedesktopNotifications.class);
        markup = found.GetCapabilities().contains("body-markup");
        service = found;
        return found;
    }

    private void used(FreedesktopNotifications.ActionInvoked signal) {
        Runnable click;
        synchronized (this) {
            click = clicks.get(signal.id());
        }
        if (click != null && signal.action().equals(CLICK)) {
            click.run();
        }
    }

    private synchronized void gone(FreedesktopNotifications.NotificationClosed signal) {
        clicks.remove(signal.id());
        shown.values().remove(signal.id());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
