package dev.slipway.rfb;

import java.util.List;

/// Sees what a server shows. Told on the thread that runs the client, one after the other; the stream waits
/// meanwhile.
public interface Viewer {
    /// The screen has this size now, first and whenever it changes. All of it will be told as changed.
    void sized(int width, int height);

    /// These parts are different now, all of which belong together: nothing is half drawn.
    void changed(Screen screen, List<Area> areas);

    /// What the pointer looks like.
    void pointer(RemotePointer pointer);

    /// Somebody copied a text there.
    void copied(String text);

    /// The desktop calls itself so: text of the server, not to be trusted.
    void named(String name);

    /// The server took or refused to take another size.
    /// @param status 0 for taken (rfbproto, ExtendedDesktopSize)
    default void sizeAnswered(int status) {}
}
