package dev.slipway.journal;

import dev.slipway.sqlite.Lane;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The open journal files of one lane, the longest unused first. All methods but [#lane] and [#size] are for the
/// lane.
final class OpenFiles {
    private static final Logger log = LoggerFactory.getLogger(OpenFiles.class);

    private final Lane lane;
    private final int limit;
    private final Map<JournalStore, Entry> files = new LinkedHashMap<>(16, 0.75f, true);
    private volatile int size;

    private static final class Entry {
        final JournalFile file;
        long usedNanos = System.nanoTime();

        Entry(JournalFile file) {
            this.file = file;
        }
    }

    /// @param limit how many files stay open at once
    OpenFiles(Lane lane, int limit) {
        this.lane = lane;
        this.limit = limit;
    }

    Lane lane() {
        return lane;
    }

    int size() {
        return size;
    }

    /// The open file of a journal.
    JournalFile use(JournalStore journal) {
        Entry entry = files.get(journal);
        if (entry == null) {
            entry = new Entry(journal.open());
            files.put(journal, entry);
            longestUnused(files.size() - limit).forEach(this::drop);
        }
        entry.usedNanos = System.nanoTime();
        size = files.size();
        return entry.file;
    }

    /// Closes the file after an error: the next use opens it anew.
    void drop(JournalStore journal) {
        Entry entry = files.remove(journal);
        size = files.size();
        if (entry != null) {
            close(journal, entry);
        }
    }

    /// Closes what was not used for so long.
    void closeIdle(Duration idle) {
        long now = System.nanoTime();
        int count = 0;
        for (Entry entry : files.values()) {
            if (now - entry.usedNanos < idle.toNanos()) {
                break;
            }
            count++;
        }
        for (JournalStore journal : longestUnused(count)) {
            journal.rest();
            drop(journal);
        }
    }

    void closeAll() {
        longestUnused(files.size()).forEach(this::drop);
    }

    private List<JournalStore> longestUnused(int count) {
        return files.keySet().stream().limit(Math.max(0, count)).toList();
    }

    private static void close(JournalStore journal, Entry entry) {
        try {
            entry.file.close();
        } catch (RuntimeException e) {
            log.warn(
                    "The journal of session {} did not close cleanly",
                    journal.session().value(),
                    e);
        }
    }
}
