package dev.slipway.session;

import dev.slipway.git.DiffLimits;
import dev.slipway.git.FileIndex;
import dev.slipway.git.Workspaces;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.FileChange;
import dev.slipway.model.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files that are new or gone in a session's sandbox, and that no commit knows yet. Git in the sandbox needs a
/// moment to tell, so it is asked every few seconds at most, and a person who types waits for it only the first time.
final class UnsavedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(UnsavedFiles.class);
    private static final Duration FRESH = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private record News(List<String> added, List<String> removed) {
        static final News NONE = new News(List.of(), List.of());
    }

    private final Workspaces workspaces;
    private News known = News.NONE;
    private long askedAt;
    private @Nullable CompletableFuture<News> asking;
    private @Nullable FileIndex base;
    private @Nullable FileIndex joined;

    UnsavedFiles(Workspaces workspaces) {
        this.workspaces = workspaces;
    }

    /// The files with what is known of the sandbox.
    FileIndex onto(FileIndex committed, Optional<Workroom.Place> place) {
        if (place.isEmpty()) {
            return committed;
        }
        await(ask(place.get()));
        synchronized (this) {
            if (joined == null || !committed.equals(base)) {
                base = committed;
                joined = committed.with(known.added(), known.removed());
            }
            return joined;
        }
    }

    /// @return what is worth waiting for; nothing when something is known already
    private synchronized Optional<CompletableFuture<News>> ask(Workroom.Place place) {
        boolean first = askedAt == 0;
        if (asking == null && (first || System.nanoTime() - askedAt > FRESH.toNanos())) {
            CompletableFuture<News> answer = new CompletableFuture<>();
            asking = answer;
            askedAt = System.nanoTime();
            Thread.ofVirtual().name("unsaved-files").start(() -> learn(place, answer));
        }
        return first ? Optional.ofNullable(asking) : Optional.empty();
    }

    private void learn(Workroom.Place place, CompletableFuture<News> answer) {
        News news = News.NONE;
        try {
            news = read(place.base(), place);
        } catch (ProblemException e) {
            // Such as a sandbox that ends just now: what is committed is found all the same.
            LOG.debug("New files are not known: {}", e.getMessage());
        } finally {
            synchronized (this) {
                asking = null;
                if (!news.equals(known)) {
                    known = news;
                    joined = null;
                }
            }
            answer.complete(news);
        }
    }

    private News read(Optional<CommitId> base, Workroom.Place place) {
        List<FileChange> changes =
                workspaces.diff(place.git(), base, DiffLimits.NAMES).files();
        return new News(
                changes.stream()
                        .filter(change -> change.kind() != FileChange.Kind.DELETED)
                        .map(FileChange::path)
                        .toList(),
                changes.stream()
                        .filter(change ->
                                change.kind() == FileChange.Kind.DELETED || change.kind() == FileChange.Kind.RENAMED)
                        .map(change -> change.oldPath().orElse(change.path()))
                        .toList());
    }

    private static void await(Optional<CompletableFuture<News>> news) {
        news.ifPresent(answer -> {
            try {
                var _ = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                LOG.debug("New files come later");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
