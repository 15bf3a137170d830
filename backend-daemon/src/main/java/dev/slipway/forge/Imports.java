package dev.slipway.forge;

import dev.slipway.git.ImportProgress;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.wire.RepositoryCalls.RunningImport;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/// The imports that run now, for those who wait for one.
final class Imports {
    private final Set<Running> running = new CopyOnWriteArraySet<>();

    Running begin(RepositoryId id, String origin, ImportProgress other) {
        Running begun = new Running(id, origin, other);
        running.add(begun);
        return begun;
    }

    List<RunningImport> list() {
        return running.stream().map(each -> each.now).toList();
    }

    void cancel(RepositoryId id) {
        running.stream().filter(each -> each.now.id().equals(id)).forEach(Running::cancel);
    }

    /// One of them, which hears how it gets on.
    final class Running implements ImportProgress, AutoCloseable {
        private final ImportProgress other;
        private volatile RunningImport now;
        private final Thread worker = Thread.currentThread();
        private boolean over;
        private volatile boolean cancelled;

        private Running(RepositoryId id, String origin, ImportProgress other) {
            this.other = other;
            this.now = new RunningImport(id, origin, "", 0, 0);
        }

        @Override
        public boolean at(String step, long done, long total) {
            now = new RunningImport(now.id(), now.origin(), step, done, total);
            return other.at(step, done, total) && !cancelled;
        }

        /// Wakes the thread that imports, too, as the origin may be silent.
        private synchronized void cancel() {
            if (!over) {
                cancelled = true;
                worker.interrupt();
            }
        }

        @Override
        public synchronized void close() {
            over = true;
            running.remove(this);
            if (cancelled) {
                boolean _ = Thread.interrupted();
            }
        }
    }
}
