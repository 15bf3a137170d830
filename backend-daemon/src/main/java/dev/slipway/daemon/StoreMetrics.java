package dev.slipway.daemon;

import dev.slipway.api.Metrics;
import dev.slipway.journal.Journals;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.pool.Housing;

/// What journals and sandboxes say of themselves to a monitoring system.
final class StoreMetrics {
    private StoreMetrics() {}

    static void register(Metrics metrics, Journals journals, Housing housing) {
        metrics.sum("slipway_journal_rows_total", "Journal rows written since the start.", journals::rowsWritten);
        metrics.gauge("slipway_journal_files_open", "Open journal files.", journals::openFiles);
        metrics.gauge("slipway_sandboxes", "Sandboxes on this computer.", () -> sandboxes(housing));
    }

    private static int sandboxes(Housing housing) {
        try {
            return housing.isKnown() ? housing.await().sandboxes().list().size() : 0;
        } catch (ProblemException e) {
            return 0; // it can't have any; `/health` says why
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
