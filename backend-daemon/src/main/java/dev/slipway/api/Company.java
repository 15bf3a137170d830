package dev.slipway.api;

import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.session.Watchers;
import dev.slipway.model.wire.ServerFrame;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// A follower of a session who is seen by the others, and told who they are. At most one notice is on its way to a
/// client, and it tells how things are when its turn comes: a slow client costs a thread, never a queue.
final class Company implements ClientSocket.Follower {
    private final String name;
    private final SessionId session;
    private final ClientSocket.Follower follower;
    private final Author self;
    private final Attendance attendance;
    private final ThreadFactory threads;
    private @Nullable Outbox out;
    private Watchers told;
    private boolean telling;
    private boolean again;

    /// @param name     of the subscription
    /// @param follower what it follows
    Company(
            String name,
            SessionId session,
            ClientSocket.Follower follower,
            Author self,
            Attendance attendance,
            ThreadFactory threads) {
        this.name = name;
        this.session = session;
        this.follower = follower;
        this.self = self;
        this.attendance = attendance;
        this.threads = threads;
        told = new Watchers(session, List.of(), 0);
    }

    @Override
    public void follow(Outbox outbox) throws InterruptedException, ClientGone {
        synchronized (this) {
            out = outbox;
        }
        try (Pin _ = attendance.attend(session, self, this::changed)) {
            changed();
            follower.follow(outbox);
        } finally {
            synchronized (this) {
                out = null;
            }
        }
    }

    private void changed() {
        synchronized (this) {
            if (telling) {
                again = true;
                return;
            }
            if (attendance.others(session, self.user()).equals(told)) {
                return;
            }
            telling = true;
        }
        threads.newThread(this::tell).start();
    }

    private void tell() {
        try {
            while (true) {
                Watchers now = attendance.others(session, self.user());
                @Nullable Outbox to;
                synchronized (this) {
                    to = out;
                    if (to == null || now.equals(told)) {
                        if (to == null || !again) {
                            telling = false;
                            return;
                        }
                        again = false;
                        continue;
                    }
                    told = now;
                    again = false;
                }
                to.send(new ServerFrame.Watching(name, List.of(now)));
            }
        } catch (ClientGone e) {
            // The socket is closing, which ends the subscription; it stays marked as telling, and is told nothing more.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
