package dev.slipway.notification;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/// The interface `org.freedesktop.Notifications`, version 1.2 of the Desktop Notifications Specification. Public, as
/// the D-Bus library calls it by reflection.
@DBusInterfaceName("org.freedesktop.Notifications")
@SuppressWarnings("MethodName")
public interface FreedesktopNotifications extends DBusInterface {
    String SERVICE = "org.freedesktop.Notifications";
    String PATH = "/org/freedesktop/Notifications";

    /// @param replaces the notification to replace; 0 for none
    /// @param actions  names and texts in turn; `default` is a click on the notification itself
    /// @param timeout  in milliseconds; -1 as the service likes
    UInt32 Notify(
            String application,
            UInt32 replaces,
            String icon,
            String summary,
            String body,
            List<String> actions,
            Map<String, Variant<?>> hints,
            int timeout);

    List<String> GetCapabilities();

    /// The person used an action.
    final class ActionInvoked extends DBusSignal {
        private final UInt32 id;
        private final String action;

        public ActionInvoked(String path, UInt32 id, String action) throws DBusException {
            super(path, id, action);
            this.id = id;
            this.action = action;
        }

        UInt32 id() {
            return id;
        }

        String action() {
            return action;
        }
    }

    /// It is gone, for whatever reason.
    final class NotificationClosed extends DBusSignal {
        private final UInt32 id;

        public NotificationClosed(String path, UInt32 id, UInt32 reason) throws DBusException {
            super(path, id, reason);
            this.id = id;
        }

        UInt32 id() {
            return id;
        }
    }
}
