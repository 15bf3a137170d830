package dev.slipway.sessions;

import dev.slipway.model.session.SessionSummary;
import dev.slipway.navigation.Destination;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCombination;

/// The menu of one or more sessions, wherever they show.
public final class SessionMenu {
    private SessionMenu() {}

    /// @param which  at least one
    /// @param rename begins to write the title of the only one
    public static List<MenuItem> items(SessionActions actions, List<SessionSummary> which, Runnable rename) {
        SessionSummary first = which.getFirst();
        boolean one = which.size() == 1;
        List<MenuItem> items = new ArrayList<>();
        if (one) {
            items.add(item("sessions.menu.rename", "F2", rename));
        }
        items.add(
                actions.pinned(first)
                        ? item("sessions.menu.unpin", "P", () -> actions.pin(which, false))
                        : item("sessions.menu.pin", "P", () -> actions.pin(which, true)));
        items.add(
                actions.unread(first)
                        ? item("sessions.menu.read", "U", () -> actions.markRead(which))
                        : item("sessions.menu.unread", "U", () -> actions.markUnread(which)));
        items.add(new SeparatorMenuItem());
        if (which.stream().anyMatch(session -> Stand.of(session) == Stand.RUNNING)) {
            items.add(item("sessions.menu.stop", "", () -> actions.stop(which)));
        }
        if (one && first.queued() > 0 && !Stand.of(first).runs()) {
            items.add(item("sessions.menu.resume", "", () -> actions.resume(first)));
        }
        if (which.stream().anyMatch(session -> !session.archived())) {
            MenuItem archive = item("sessions.menu.archive", "Delete", () -> actions.archive(which));
            archive.setDisable(
                    which.stream().allMatch(session -> Stand.of(session).runs()));
            items.add(archive);
        }
        if (which.stream().anyMatch(SessionSummary::archived)) {
            items.add(item("sessions.menu.restore", "", () -> actions.restore(which)));
        }
        if (one) {
            items.add(new SeparatorMenuItem());
            items.add(item("sessions.menu.another", "", () -> actions.startAnotherLike(first)));
            items.add(item("sessions.menu.copyLink", "", () -> actions.copyLink(new Destination.Session(first.id()))));
            items.add(item("sessions.menu.copyBranch", "", () -> actions.copyBranch(first)));
        }
        return items;
    }

    private static MenuItem item(String key, String accelerator, Runnable action) {
        MenuItem item = new MenuItem(Words.text(key));
        if (!accelerator.isEmpty()) {
            item.setAccelerator(KeyCombination.valueOf(accelerator));
        }
        item.setOnAction(_ -> action.run());
        return item;
    }
}
