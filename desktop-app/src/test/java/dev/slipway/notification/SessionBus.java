package dev.slipway.notification;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// A session bus of its own, run by the system's `dbus-daemon`, and a small notification service on it that remembers
/// what it is asked to show and can be clicked.
final class SessionBus implements AutoCloseable {
    /// What the service was asked to show.
    record Shown(UInt32 id, UInt32 replaces, String title, String body, List<String> actions) {}

    private final Process daemon;
    private final String address;
    private final List<Shown> shown = new CopyOnWriteArrayList<>();

    private SessionBus(Process daemon, String address) {
        this.daemon = daemon;
        this.address = address;
    }

    /// Skips the test where there is no `dbus-daemon`.
    static SessionBus start(Path folder) throws IOException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux") && installed(),
                "dbus-daemon is not installed here (package dbus): notifications of Linux desktops are not tested");
        Process daemon = new ProcessBuilder(
                        "dbus-daemon",
                        "--session",
                        "--nofork",
                        "--print-address=1",
                        "--address=unix:path=" + folder.resolve("bus"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(daemon.getInputStream(), StandardCharsets.UTF_8));
        String address = out.readLine();
        if (address == null) {
            throw new AssertionError("dbus-daemon did not start");
        }
        return new SessionBus(daemon, address);
    }

    private static boolean installed() {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (java.nio.file.Files.isExecutable(Path.of(folder, "dbus-daemon"))) {
                return true;
            }
        }
        return false;
    }

    String address() {
        return address;
    }

    List<Shown> shown() {
        return shown;
    }

    /// Begins to serve notifications.
    Service serve() throws DBusException {
        return new Service(
                DBusConnectionBuilder.forAddress(address).withShared(false).build());
    }

    @Override
    public void close() {
        end();
    }

    void end() {
        daemon.destroy();
        daemon.onExit().completeOnTimeout(daemon, 10, TimeUnit.SECONDS).join();
        daemon.destroyForcibly();
    }

    /// The notification service of a desktop.
    final class Service implements FreedesktopNotifications, AutoCloseable {
        private final AtomicInteger last = new AtomicInteger();
        private final DBusConnection connection;

        Service(DBusConnection connection) throws DBusException {
            this.connection = connection;
            connection.requestBusName(SERVICE);
            connection.exportObject(PATH, this);
        }

        void click(Shown notification, String action) throws DBusException {
            connection.sendMessage(new ActionInvoked(PATH, notification.id(), action));
        }

        void close(Shown notification) throws DBusException {
            connection.sendMessage(new NotificationClosed(PATH, notification.id(), new UInt32(2)));
        }

        @Override
        public UInt32 Notify(
                String application,
                UInt32 replaces,
                String icon,
                String summary,
                String body,
                List<String> actions,
                Map<String, Variant<?>> hints,
                int timeout) {
            UInt32 id = replaces.longValue() > 0 ? replaces : new UInt32(last.incrementAndGet());
            shown.add(new Shown(id, replaces, summary, body, List.copyOf(actions)));
            return id;
        }

        @Override
        public List<String> GetCapabilities() {
            return List.of("actions", "body", "body-markup");
        }

        @Override
        public String getObjectPath() {
            return PATH;
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }
}
