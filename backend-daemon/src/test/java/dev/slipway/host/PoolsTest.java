package dev.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.PoolId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sqlite.Database;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolsTest {
    private static final RepositoryId SHOP = new RepositoryId("shop");
    private static final PoolId GPU = new PoolId("gpu");

    @TempDir
    Path folder;

    private Database database;
    private Pools pools;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("daemon.db"), "the database");
        database.migrate(HostRows.TABLES);
        pools = new Pools(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void poolsAndWhoAsksForThemAreThereAfterARestart() {
        pools.set(pool("gpu", 3, true, "cuda", "eu"));
        pools.choose(SHOP, Optional.of(GPU));

        Pools again = new Pools(database);

        assertThat(again.all()).containsExactly(pool("gpu", 3, true, "cuda", "eu"));
        assertThat(again.of(SHOP)).contains(pool("gpu", 3, true, "cuda", "eu"));
        assertThat(again.repositories(GPU)).containsExactly(SHOP);
        assertThat(again.of(new RepositoryId("other"))).isEmpty();
    }

    @Test
    void aPoolThatIsAskedForIsNotRemoved() {
        pools.set(pool("gpu", 0, false, "cuda"));
        pools.choose(SHOP, Optional.of(GPU));
        assertProblem("pool-in-use", () -> pools.remove(GPU));

        pools.choose(SHOP, Optional.empty());
        pools.remove(GPU);

        assertThat(pools.all()).isEmpty();
        assertThat(new Pools(database).all()).isEmpty();
        assertProblem("unknown-pool", () -> pools.choose(SHOP, Optional.of(GPU)));
        assertProblem("unknown-pool", () -> pools.remove(GPU));
    }

    @Test
    void aHostIsInEachPoolWhoseLabelsItHas() {
        pools.set(pool("gpu", 0, false, "cuda"));
        pools.set(pool("near", 0, false, "cuda", "eu"));

        assertThat(pools.with(host(0, "cuda"))).extracting(PoolSpec::id).containsExactly(GPU);
        assertThat(pools.with(host(0, "eu", "cuda", "big"))).hasSize(2);
        assertThat(pools.with(host(0))).isEmpty();
    }

    @Test
    void aHostWithoutALimitOfItsOwnHasTheLeastOfItsPools() {
        pools.set(pool("a", 9, false, "x"));
        pools.set(pool("b", 4, false, "x"));
        pools.set(pool("c", 0, false, "x"));

        assertThat(pools.capacity(host(0, "x"))).isEqualTo(4);
        assertThat(pools.capacity(host(20, "x"))).isEqualTo(20);
        assertThat(pools.capacity(host(0, "y"))).isZero();
    }

    @Test
    void aPoolThatCannotBeIsRefusedInWords() {
        assertProblem("pool-without-labels", () -> pool("gpu", 0, false));
        assertProblem("bad-label", () -> pool("gpu", 0, false, "a b"));
        assertProblem("bad-capacity", () -> pool("gpu", -1, false, "a"));
        assertProblem("malformed-pool-name", () -> new PoolId("../etc"));
    }

    private static void assertProblem(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    private static PoolSpec pool(String id, int capacity, boolean reserved, String... labels) {
        return new PoolSpec(new PoolId(id), new TreeSet<>(List.of(labels)), capacity, reserved);
    }

    private static HostSpec host(int capacity, String... labels) {
        return new HostSpec(
                new HostId("a"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "/srv/slipway",
                new TreeSet<>(List.of(labels)),
                capacity,
                Admission.OPEN);
    }
}
