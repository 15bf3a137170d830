package dev.slipway.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Repacks a mirror in the background when many packs have gathered, as each publish and fetch brings one. Objects
/// that no branch needs go two weeks after they came.
final class Tidying {
    private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);
    private static final int MANY_PACKS = 50;

    private final Repository repository;
    private final AtomicReference<@Nullable Thread> running = new AtomicReference<>();

    Tidying(Repository repository) {
        this.repository = repository;
    }

    void consider() {
        if (running.get() == null && packs() > MANY_PACKS) {
            Thread thread =
                    Thread.ofVirtual().name("tidy " + repository.getDirectory()).unstarted(this::run);
            if (running.compareAndSet(null, thread)) {
                thread.start();
            }
        }
    }

    /// Returns when nothing runs any more.
    void stop() {
        Thread thread = running.get();
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try {
            Git.wrap(repository)
                    .gc()
                    .setProgressMonitor(new EmptyProgressMonitor() {
                        @Override
                        public boolean isCancelled() {
                            return Thread.currentThread().isInterrupted();
                        }
                    })
                    .call();
        } catch (GitAPIException | RuntimeException e) {
            LOG.warn("{} could not be repacked; it works all the same", repository.getDirectory(), e);
        } finally {
            running.set(null);
        }
    }

    private long packs() {
        Path directory = repository.getDirectory().toPath().resolve("objects/pack");
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".pack")).count();
        } catch (IOException e) {
            LOG.debug("{} can't be listed", directory, e);
            return 0;
        }
    }
}
