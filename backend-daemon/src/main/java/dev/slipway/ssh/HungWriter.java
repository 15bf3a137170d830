package dev.slipway.ssh;

import net.schmizz.sshj.connection.channel.Window;
import org.jspecify.annotations.Nullable;

/// Wakes who writes to a channel whose connection is lost. A writer that waits for room in the channel's window holds
/// the stream's lock, which the library needs in order to tell of the loss: to this channel and to all others.
final class HungWriter {
    /// More than anybody writes until the socket refuses it.
    private static final long ENOUGH = 1L << 40;

    private HungWriter() {}

    static void wake(Window.@Nullable Remote room) {
        if (room != null) {
            room.expand(ENOUGH);
        }
    }
}
