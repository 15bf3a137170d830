package dev.slipway.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.model.SessionId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.WarmDay;
import dev.slipway.model.session.DraftId;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sqlite.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written of the lives of warm sandboxes, whatever becomes of them.
final class LedgerTest {
    private static final RepositoryId SHOP = new RepositoryId("shop");
    private static final RepositoryId BLOG = new RepositoryId("blog");
    private static final BranchName MAIN = new BranchName("main");
    private static final HostId HOST = HostId.LOCAL;

    @TempDir
    private Path home;

    private Instant now = Instant.parse("2026-03-01T22:00:00Z");
    private Database database;
    private Figures figures;
    private Entries entries;

    @BeforeEach
    void open() {
        database = Database.open(home.resolve("daemon.db"), "a test's database");
        figures = new Figures(database, () -> now);
        entries = new Entries(database, () -> now, _ -> {});
    }

    @AfterEach
    void close() {
        figures.close();
        database.close();
    }

    @Test
    void aSandboxThatASessionGetsWasUsedAllItsLife() {
        SandboxId one = made(SHOP, new Holder.None());
        pass(Duration.ofMinutes(30));
        entries.take(SHOP, HOST, MAIN, session(1), _ -> true);
        pass(Duration.ofMinutes(5));
        entries.forget(one);

        WarmDay day = days().getFirst();
        assertThat(day.usedMinutes()).isEqualTo(30);
        assertThat(day.wastedMinutes()).isZero();
        assertThat(day.expired()).isZero();
    }

    @Test
    void aDraftsSandboxIsUsedOnceItsSessionHasItAndWastedIfNobodyDoes() {
        SandboxId wasted = made(SHOP, draft(2));
        SandboxId used = made(SHOP, draft(1));
        pass(Duration.ofMinutes(2));
        assertThat(entries.pass(used, draft(1), session(1))).isTrue();
        assertThat(entries.pass(used, draft(1), session(2))).isFalse();
        entries.doom(wasted);
        entries.doom(wasted);

        WarmDay day = days().getFirst();
        assertThat(day.usedMinutes()).isEqualTo(2);
        assertThat(day.wastedMinutes()).isEqualTo(2.025);
        assertThat(day.expired()).isEqualTo(1);
    }

    @Test
    void oneThatIsGivenBackGoesOnWaitingOnTheSameAccount() {
        SandboxId one = made(SHOP, new Holder.None());
        pass(Duration.ofMinutes(10));
        entries.take(SHOP, HOST, MAIN, draft(1), _ -> true);
        pass(Duration.ofMinutes(1));
        assertThat(entries.giveBack(one, draft(1), Optional.empty())).isTrue();
        assertThat(days()).isEmpty();
        pass(Duration.ofMinutes(10));
        entries.doom(one);

        assertThat(days().getFirst().wastedMinutes()).isEqualTo(21);
    }

    @Test
    void minutesBelongToTheDayOnWhichALifeEnds() {
        made(SHOP, new Holder.None());
        pass(Duration.ofHours(3));
        entries.take(SHOP, HOST, MAIN, session(1), _ -> true);
        figures.hit(SHOP, Duration.ofMillis(7));
        figures.close();

        assertThat(days()).hasSize(1);
        assertThat(days().getFirst().day()).hasToString("2026-03-02");
        assertThat(days().getFirst().usedMinutes()).isEqualTo(180);
        assertThat(days().getFirst().hits()).isEqualTo(1);
        assertThat(days().getFirst().hitMillis()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverHappensMinutesUsedAndWastedAreAllThatWereLived(long seed) {
        Random random = new Random(seed);
        Map<SandboxId, Instant> living = new HashMap<>();
        double lived = 0;
        for (int step = 0; step < 400; step++) {
            pass(Duration.ofSeconds(random.nextInt(2_000)));
            RepositoryId repository = random.nextBoolean() ? SHOP : BLOG;
            List<Entry> all = entries.all();
            Entry some = all.isEmpty() ? null : all.get(random.nextInt(all.size()));
            switch (random.nextInt(9)) {
                case 0, 1 -> living.put(made(repository, new Holder.None()), now);
                case 2 -> living.put(made(repository, draft(step)), now);
                case 3 ->
                    lived += entries.take(repository, HOST, MAIN, session(step), _ -> true)
                            .map(taken -> age(living, taken.sandbox()))
                            .orElse(0.0);
                case 4 -> entries.take(repository, HOST, MAIN, draft(step), _ -> true);
                case 5 -> {
                    if (some != null && entries.pass(some.sandbox(), some.holder(), session(step))) {
                        lived += age(living, some.sandbox());
                    }
                }
                case 6 -> {
                    if (some != null && some.holder() instanceof Holder.Draft) {
                        entries.giveBack(some.sandbox(), some.holder(), Optional.empty());
                    }
                }
                case 7 -> {
                    if (some != null) {
                        entries.doom(some.sandbox());
                        lived += age(living, some.sandbox());
                    }
                }
                default -> {
                    if (some != null) {
                        entries.forget(some.sandbox());
                        lived += age(living, some.sandbox());
                    }
                    if (random.nextInt(5) == 0) {
                        // A daemon that was killed knows the same.
                        entries = new Entries(database, () -> now, _ -> {});
                    }
                }
            }
        }

        double alive = living.values().stream()
                .mapToDouble(since -> Duration.between(since, now).toMillis() / 60e3)
                .sum();
        WarmTotals totals = figures.totals(entries);
        assertThat(totals.usedMinutes()).isPositive();
        assertThat(totals.wastedMinutes()).isPositive();
        assertThat(totals.usedMinutes() + totals.wastedMinutes()).isCloseTo(lived, within(0.001));
        assertThat(totals.aliveMinutes()).isCloseTo(alive, within(0.001));
        assertThat(totals.waiting() + totals.drafts()).isEqualTo(living.size());
        assertThat(days().stream()
                        .mapToDouble(day -> day.usedMinutes() + day.wastedMinutes())
                        .sum())
                .isCloseTo(lived, within(0.001));
    }

    /// How long it had lived on the pool's account, if it still did.
    private double age(Map<SandboxId, Instant> living, SandboxId sandbox) {
        Instant since = living.remove(sandbox);
        return since == null ? 0 : Duration.between(since, now).toMillis() / 60e3;
    }

    private int number;

    private SandboxId made(RepositoryId repository, Holder holder) {
        SandboxId id = new SandboxId("warm-" + ++number);
        entries.begin(new Entry(id, HOST, repository, MAIN, Optional.empty(), "", Entry.State.MAKING, holder, now));
        pass(Duration.ofMillis(1_500));
        entries.made(id, Optional.empty());
        return id;
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private List<WarmDay> days() {
        return figures.days(Optional.empty(), 366);
    }

    private static Holder draft(int number) {
        return new Holder.Draft(new DraftId("draft-%04d".formatted(number)));
    }

    private static Holder session(int number) {
        return new Holder.Session(SessionId.of(1_000_000L + number, number));
    }
}
