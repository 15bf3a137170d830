package dev.slipway.navigation;

import dev.slipway.model.Pin;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Where the person is, and where they were. Used on the window's thread only.
public final class Navigator {
    private static final int REMEMBERED = 100;

    private final Deque<Destination> back = new ArrayDeque<>();
    private final Deque<Destination> forward = new ArrayDeque<>();
    private final List<Consumer<Destination>> listeners = new CopyOnWriteArrayList<>();
    private Destination current = new Destination.Home();

    public Destination current() {
        return current;
    }

    /// Goes there; nothing happens for who is there already.
    public void go(Destination destination) {
        if (destination.equals(current)) {
            return;
        }
        back.push(current);
        if (back.size() > REMEMBERED) {
            back.removeLast();
        }
        forward.clear();
        become(destination);
    }

    public boolean canGoBack() {
        return !back.isEmpty();
    }

    public boolean canGoForward() {
        return !forward.isEmpty();
    }

    public void back() {
        if (!back.isEmpty()) {
            forward.push(current);
            become(back.pop());
        }
    }

    public void forward() {
        if (!forward.isEmpty()) {
            back.push(current);
            become(forward.pop());
        }
    }

    /// Tells the place now and at each change.
    public Pin onChange(Consumer<Destination> listener) {
        listeners.add(listener);
        listener.accept(current);
        return () -> listeners.remove(listener);
    }

    private void become(Destination destination) {
        current = destination;
        listeners.forEach(listener -> listener.accept(destination));
    }
}
