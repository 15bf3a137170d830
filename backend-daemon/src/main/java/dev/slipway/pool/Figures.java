package dev.slipway.pool;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.WarmDay;
import dev.slipway.pool.Ledger.Figure;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is learnt from claims: how much each repository is asked for, how long making a sandbox takes, and what goes
/// into the ledger. Nobody who claims waits for it to be written.
final class Figures implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Figures.class);

    /// Taken for the time that making one takes, until one was made.
    static final Duration FIRST_REFILL = Duration.ofSeconds(5);

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Map<RepositoryId, Demand> demands;
    private final Map<RepositoryId, Duration> refills = new ConcurrentHashMap<>();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("warm-ledger").factory());

    Figures(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        ledger = new Ledger(database);
        demands = new ConcurrentHashMap<>(database.read(Ledger::demands));
    }

    Demand demand(RepositoryId repository) {
        return demands.getOrDefault(repository, Demand.NONE);
    }

    /// Repositories that somebody asked for of late.
    Set<RepositoryId> active() {
        Instant now = clock.instant();
        return demands.entrySet().stream()
                .filter(known -> known.getValue().active(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /// How long making one takes, lately.
    Optional<Duration> refill(RepositoryId repository) {
        return Optional.ofNullable(refills.get(repository));
    }

    void refilled(RepositoryId repository, Duration took) {
        refills.merge(
                repository,
                took,
                (before, now) -> before.multipliedBy(3).plus(now).dividedBy(4));
    }

    void claimed(RepositoryId repository) {
        Demand now = demands.merge(
                repository, Demand.NONE.claimed(clock.instant()), (before, first) -> before.claimed(first.at()));
        write(sql -> Ledger.saveDemand(sql, repository, now));
    }

    void hit(RepositoryId repository, Duration waited) {
        write(repository, Figure.HITS, Figure.HIT_TIME, waited);
    }

    void missed(RepositoryId repository, Duration waited) {
        write(repository, Figure.MISSES, Figure.MISS_TIME, waited);
    }

    void drafted(RepositoryId repository) {
        Instant now = clock.instant();
        write(sql -> Ledger.add(sql, repository, now, Figure.DRAFTS, 1));
    }

    /// @param won how much earlier the session had its sandbox
    void draftUsed(RepositoryId repository, Duration won) {
        write(repository, Figure.DRAFTS_USED, Figure.WON_TIME, won.isNegative() ? Duration.ZERO : won);
    }

    void draftAbandoned(RepositoryId repository) {
        Instant now = clock.instant();
        write(sql -> Ledger.add(sql, repository, now, Figure.DRAFTS_ABANDONED, 1));
    }

    void forget(RepositoryId repository) {
        demands.remove(repository);
        refills.remove(repository);
        write(sql -> Ledger.forget(sql, repository));
    }

    List<WarmDay> days(Optional<RepositoryId> repository, int back) {
        return ledger.days(repository, Ledger.day(clock.instant()).minusDays(back - 1L));
    }

    WarmTotals totals(Entries entries) {
        Instant now = clock.instant();
        List<Entry> living = entries.all(Entry::onAccount);
        Map<Figure, Long> totals = ledger.totals();
        int drafts = (int) living.stream()
                .filter(entry -> entry.state() == Entry.State.HELD)
                .count();
        return new WarmTotals(
                living.size() - drafts,
                drafts,
                totals.getOrDefault(Figure.HITS, 0L),
                totals.getOrDefault(Figure.MISSES, 0L),
                totals.getOrDefault(Figure.DRAFTS_USED, 0L),
                totals.getOrDefault(Figure.DRAFTS_ABANDONED, 0L),
                totals.getOrDefault(Figure.USED_TIME, 0L) / 60e6,
                totals.getOrDefault(Figure.WASTED_TIME, 0L) / 60e6,
                living.stream()
                                .mapToLong(entry -> Math.max(
                                        0, Duration.between(entry.since(), now).toNanos()))
                                .sum()
                        / 60e9);
    }

    private void write(RepositoryId repository, Figure count, Figure time, Duration more) {
        Instant now = clock.instant();
        write(sql -> {
            Ledger.add(sql, repository, now, count, 1);
            Ledger.add(sql, repository, now, time, more);
        });
    }

    private void write(Consumer<Sql> change) {
        writer.execute(() -> {
            try {
                database.write(sql -> {
                    change.accept(sql);
                    return true;
                });
            } catch (RuntimeException e) {
                LOG.warn("Figures of warm sandboxes were not written", e);
            }
        });
    }

    /// Waits for what is to be written.
    @Override
    public void close() {
        writer.close();
    }
}
