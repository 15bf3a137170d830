package dev.slipway.pool;

import static dev.slipway.pool.WarmHouse.ADA;
import static dev.slipway.pool.WarmHouse.BOB;
import static dev.slipway.pool.WarmHouse.MAIN;
import static dev.slipway.pool.WarmHouse.SHOP;
import static dev.slipway.pool.WarmHouse.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.git.RealGit;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.WarmDay;
import dev.slipway.model.fleet.WarmPool;
import dev.slipway.model.fleet.WarmSandbox;
import dev.slipway.model.session.DraftId;
import dev.slipway.model.wire.WarmCalls.RuleChange;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxState;
import dev.slipway.ssh.TestSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sandboxes that wait, and who gets them: on this machine and on one behind SSH; all parts are real.
@Timeout(120)
final class LeasesTest {
    private static final DraftId DRAFT = new DraftId("draft-0001");
    private static final DraftId OTHER = new DraftId("draft-0002");

    private Path place;
    private WarmHouse house;
    private RealGit origin;

    @BeforeEach
    void open() throws Exception {
        place = Files.createTempDirectory("slipway-warm");
        house = new WarmHouse(Files.createDirectories(place.resolve("home")), WarmHouse.settings(3), List.of());
        origin = house.importShop();
    }

    @AfterEach
    void close() throws Exception {
        house.tearDown();
        WarmHouse.remove(place);
    }

    @Test
    void whatNobodyAskedForDoesNotWaitAndWhatIsAskedForDoes() throws Exception {
        house.start();
        Lease first = house.claim();
        assertThat(first.kind()).isEqualTo(Lease.Kind.MISS);
        eventually(() -> house.waiting() == 1);

        Lease second = house.claim();
        assertThat(second.kind()).isEqualTo(Lease.Kind.HIT);
        assertThat(second.reason()).isEqualTo("a warm sandbox waited there");
        assertThat(second.sandbox().id()).isNotEqualTo(first.sandbox().id());
        assertThat(says(second.sandbox(), "git branch --show-current; cat README.md; git status --porcelain"))
                .isEqualTo("main\nA shop.\n");
        assertThat(second.commit()).contains(head());
        eventually(() -> house.waiting() == 1);

        house.pass(Duration.ofMinutes(61));
        eventually(() -> house.waiting() == 0);
        eventually(() -> house.on(HostId.LOCAL).size() == 2);
        WarmPool idle = house.leases.pool(SHOP);
        assertThat(idle.target()).isZero();
        assertThat(idle.refill()).isPresent();
        assertThat(idle.trouble()).isEmpty();
    }

    @Test
    void fiftyWhoClaimAtOnceGetFiftySandboxes() throws Exception {
        house.keep(12);
        house.start();
        eventually(() -> house.waiting() == 12);

        CountDownLatch go = new CountDownLatch(1);
        List<FutureTask<Lease>> claims = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            FutureTask<Lease> claim = new FutureTask<>(() -> {
                go.await();
                return house.claim();
            });
            claims.add(claim);
            Thread.ofVirtual().start(claim);
        }
        go.countDown();
        Set<SandboxId> given = new HashSet<>();
        int hits = 0;
        for (FutureTask<Lease> claim : claims) {
            Lease lease = claim.get();
            assertThat(given.add(lease.sandbox().id())).as("given twice").isTrue();
            assertThat(lease.sandbox().state()).isEqualTo(SandboxState.RUNNING);
            hits += lease.kind() == Lease.Kind.HIT ? 1 : 0;
        }

        assertThat(hits).isGreaterThanOrEqualTo(12);
        eventually(() -> house.leases.totals().hits() + house.leases.totals().misses() == 50);
        assertThat(house.leases.totals().hits()).isEqualTo(hits);
    }

    @Test
    void aSessionThatAsksAgainGetsTheSameUntilItsJournalNamesIt() throws Exception {
        house.keep(2);
        house.start();
        eventually(() -> house.waiting() == 2);
        SessionId session = house.session();

        Lease once = house.leases.claim(house.wish(session));
        Lease again = house.leases.claim(house.wish(session));
        assertThat(again.sandbox()).isSameAs(once.sandbox());

        house.leases.settle(once.sandbox().id());
        eventually(() -> house.waiting() == 2);
        Lease other = house.leases.claim(house.wish(session));
        assertThat(other.sandbox()).isNotSameAs(once.sandbox());
        assertThat(once.sandbox().state()).isEqualTo(SandboxState.RUNNING);
    }

    @Test
    void aDaemonThatStartsAgainTakesOverWhatWaitsAndDestroysWhatNobodyHas() throws Exception {
        house.keep(3);
        house.start();
        eventually(() -> house.waiting() == 3);
        SessionId settled = house.session();
        SessionId unsettled = house.session();
        SessionId neverBegun = house.session();
        Lease one = house.leases.claim(house.wish(settled));
        Lease two = house.leases.claim(house.wish(unsettled));
        Lease three = house.leases.claim(house.wish(neverBegun));
        house.leases.typing(DRAFT, ADA, SHOP, Optional.empty());
        eventually(() -> house.leases.totals().drafts() == 1);
        eventually(() -> house.waiting() == 3);
        Set<SandboxId> waited = new HashSet<>(house.waitingOn(HostId.LOCAL));
        SandboxId drafted = house.leases.pool(SHOP).sandboxes().stream()
                .filter(sandbox -> sandbox.state() == WarmSandbox.State.DRAFT)
                .map(sandbox -> new SandboxId(sandbox.sandbox()))
                .findFirst()
                .orElseThrow();

        house.close();
        house = new WarmHouse(place.resolve("home"), WarmHouse.settings(3), List.of());
        house.start((session, sandbox) -> {
            if (session.equals(neverBegun)) {
                return Residents.Answer.UNKNOWN;
            }
            return session.equals(settled) && sandbox.equals(one.sandbox().id())
                    ? Residents.Answer.LIVES_THERE
                    : Residents.Answer.LIVES_ELSEWHERE;
        });
        house.pool.housing(HostId.LOCAL).await();

        eventually(() -> !house.on(HostId.LOCAL).contains(drafted)
                && !house.on(HostId.LOCAL).contains(three.sandbox().id()));
        assertThat(house.on(HostId.LOCAL))
                .contains(one.sandbox().id(), two.sandbox().id());
        Lease again = house.leases.claim(house.wish(unsettled));
        assertThat(again.sandbox().id()).isEqualTo(two.sandbox().id());
        Lease next = house.claim();
        assertThat(next.kind()).isEqualTo(Lease.Kind.HIT);
        assertThat(waited).contains(next.sandbox().id());
        house.leases.settle(two.sandbox().id());
        eventually(() -> house.waiting() == 3);
    }

    @Test
    void oneThatDiedMeanwhileIsNotGiven() throws Exception {
        house.keep(1);
        house.start();
        eventually(() -> house.waiting() == 1);
        Sandbox dead = sandbox(house.waitingOn(HostId.LOCAL).getFirst());
        dead.destroy();

        Lease lease = house.claim();
        assertThat(lease.sandbox()).isNotSameAs(dead);
        assertThat(says(lease.sandbox(), "cat README.md")).isEqualTo("A shop.\n");
    }

    @Test
    void whatIsFarBehindIsReplacedAndWhatIsALittleBehindIsNot() throws Exception {
        house.keep(1);
        house.start();
        eventually(() -> house.waiting() == 1);
        SandboxId old = house.waitingOn(HostId.LOCAL).getFirst();

        origin.commit("one.txt", "1\n");
        house.repositories.fetch(SHOP);
        house.leases.lookAgain();
        Lease little = house.claim();
        assertThat(little.sandbox().id()).isEqualTo(old);

        eventually(() -> house.waiting() == 1);
        SandboxId newer = house.waitingOn(HostId.LOCAL).getFirst();
        for (int i = 0; i < 50; i++) {
            origin.commit("file" + i, i + "\n");
        }
        house.repositories.fetch(SHOP);
        eventually(() -> house.waitingOn(HostId.LOCAL).size() == 1
                && !house.waitingOn(HostId.LOCAL).contains(newer));
        Lease lease = house.claim();
        assertThat(lease.commit()).contains(head());
        assertThat(says(lease.sandbox(), "ls | wc -l").strip()).isEqualTo("52");
    }

    @Test
    void whatIsOldIsReplacedAndCountsAsWasted() throws Exception {
        house.keep(1);
        house.start();
        eventually(() -> house.waiting() == 1);
        SandboxId old = house.waitingOn(HostId.LOCAL).getFirst();

        house.pass(Duration.ofHours(5));
        eventually(() -> house.waitingOn(HostId.LOCAL).size() == 1
                && !house.waitingOn(HostId.LOCAL).contains(old));
        assertThat(house.leases.totals().wastedMinutes()).isBetween(300.0, 301.0);
        WarmDay day = house.leases.days(Optional.of(SHOP), 2).getFirst();
        assertThat(day.expired()).isEqualTo(1);
        eventually(() -> !house.on(HostId.LOCAL).contains(old));
    }

    @Test
    void anAdminSaysHowManyWaitAndWhetherAnyDo() throws Exception {
        house.start();
        house.keep(2);
        eventually(() -> house.waiting() == 2);

        var _ = house.leases.change(
                SHOP, new RuleChange(Optional.of(false), Optional.empty(), Optional.empty(), Optional.empty()));
        eventually(() -> house.waiting() == 0);
        eventually(() -> house.on(HostId.LOCAL).isEmpty());

        WarmPool usual = house.leases.change(
                SHOP, new RuleChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true)));
        assertThat(usual.rule().on()).isTrue();
        assertThat(usual.rule().least()).isZero();
        assertThat(usual.rule().most()).isEqualTo(3);
    }

    @Test
    void aFullHostGivesUpOneThatWaitsForAnotherRepository() throws Exception {
        house.keep(2);
        house.start();
        eventually(() -> house.waiting() == 2);
        house.hosts.change(HostId.LOCAL, Optional.empty(), Optional.of(2), Optional.empty());
        house.repositories.add(
                Optional.of(new dev.slipway.model.code.RepositoryId("blog")),
                Optional.of(origin.directory().toString()),
                Optional.empty());

        Lease lease = house.leases.claim(new Leases.Wish(
                house.session(), new dev.slipway.model.code.RepositoryId("blog"), MAIN, Optional.empty()));
        assertThat(lease.kind()).isEqualTo(Lease.Kind.MISS);
        assertThat(house.waiting()).isEqualTo(1);
        assertThat(house.on(HostId.LOCAL)).hasSize(2);
    }

    @Test
    void sandboxesOfARepositoryThatIsRemovedGo() throws Exception {
        house.keep(2);
        house.start();
        eventually(() -> house.waiting() == 2);

        house.repositories.remove(SHOP);
        eventually(() -> house.on(HostId.LOCAL).isEmpty());
        assertThat(house.leases.pools()).isEmpty();
    }

    @Test
    void theFirstKeyMakesASandboxReadyAndTheSessionTakesItOver() throws Exception {
        house.start();
        origin.commit("new.txt", "new\n");
        house.leases.typing(DRAFT, ADA, SHOP, Optional.empty());
        for (int i = 0; i < 100; i++) {
            house.leases.typing(DRAFT, ADA, SHOP, Optional.of(MAIN));
        }
        eventually(() -> house.leases.totals().drafts() == 1);
        Sandbox drafted = sandbox(new SandboxId(house.leases.pool(SHOP).sandboxes().stream()
                .filter(one -> one.state() == WarmSandbox.State.DRAFT)
                .findFirst()
                .orElseThrow()
                .sandbox()));
        eventually(() -> head().equals(house.mirrors.open(SHOP).tip(MAIN).orElseThrow()));

        SessionId session = house.session();
        house.leases.inherit(DRAFT, ADA, house.wish(session));
        house.leases.typing(DRAFT, ADA, SHOP, Optional.empty());
        Lease lease = house.leases.claim(house.wish(session));

        assertThat(lease.kind()).isEqualTo(Lease.Kind.PREDICTED);
        assertThat(lease.sandbox()).isSameAs(drafted);
        assertThat(house.leases.totals().drafts()).isZero();
        eventually(() -> house.leases.totals().draftsUsed() == 1);
        WarmDay day = house.leases.days(Optional.of(SHOP), 1).getFirst();
        assertThat(day.drafts()).isEqualTo(1);
        assertThat(day.draftsAbandoned()).isZero();
        assertThat(day.hits() + day.misses()).isEqualTo(1);
    }

    @Test
    void aDraftOfTheNewestCommitsHoldsThemWhenItsSessionComes() throws Exception {
        house.start();
        house.leases.typing(DRAFT, ADA, SHOP, Optional.empty());
        origin.commit("new.txt", "new\n");
        eventually(() -> house.leases.totals().drafts() == 1);
        house.pass(Duration.ofSeconds(59));
        house.leases.typing(DRAFT, ADA, SHOP, Optional.empty());
        house.leases.inherit(DRAFT, ADA, house.wish(house.session()));
        house.leases.typing(OTHER, ADA, SHOP, Optional.empty());
        eventually(() -> house.leases.totals().drafts() == 2);
        SessionId session = house.session();
        SandboxId second = new SandboxId(house.leases.pool(SHOP).sandboxes().stream()
                .filter(one -> one.state() == WarmSandbox.State.DRAFT)
                .toList()
                .getLast()
                .sandbox());
        eventually(() -> saysOf(second, "git log --format=%s -1").contains("new.txt"));

        house.leases.inherit(OTHER, ADA, house.wish(session));
        Lease lease = house.leases.claim(house.wish(session));
        assertThat(lease.kind()).isEqualTo(Lease.Kind.PREDICTED);
        assertThat(lease.commit()).contains(head());
        assertThat(says(lease.sandbox(), "cat new.txt")).isEqualTo("new\n");
    }

    @Test
    void aDraftThatNobodyGoesOnWithGivesItsSandboxBack() throws Exception {
        WarmHouse quick = quick();
        quick.keep(1);
        quick.start();
        eventually(() -> quick.waiting() == 1);
        SandboxId waited = quick.waitingOn(HostId.LOCAL).getFirst();

        quick.leases.typing(DRAFT, ADA, SHOP, Optional.empty());
        eventually(() -> quick.leases.totals().drafts() == 1);
        eventually(() -> quick.leases.totals().draftsAbandoned() == 1);
        eventually(() -> quick.leases.totals().drafts() == 0 && quick.waiting() == 1);
        // It waits again, or made way for the one that was made in its place.
        assertThat(quick.leases.totals().usedMinutes()).isZero();
        Lease lease = quick.claim();
        assertThat(lease.kind()).isEqualTo(Lease.Kind.HIT);
        assertThat(quick.on(HostId.LOCAL).contains(waited)
                        || !lease.sandbox().id().equals(waited))
                .isTrue();
    }

    @Test
    void aDraftsSandboxInWhichSomethingChangedIsNotGivenBack() throws Exception {
        WarmHouse quick = quick();
        quick.start();
        quick.leases.typing(DRAFT, ADA, SHOP, Optional.empty());
        eventually(() -> quick.leases.totals().drafts() == 1);
        SandboxId drafted =
                new SandboxId(quick.leases.pool(SHOP).sandboxes().getFirst().sandbox());
        var _ = quick.pool
                .known(HostId.LOCAL)
                .flatMap(rooms -> rooms.sandboxes().find(drafted))
                .orElseThrow()
                .run(ExecSpec.shell("echo changed >> README.md"));

        eventually(() -> !quick.on(HostId.LOCAL).contains(drafted));
        assertThat(quick.leases.totals().wastedMinutes()).isPositive();
    }

    @Test
    void aPersonHasOneDraftOfARepositoryAndNobodyTakesAnothersOver() throws Exception {
        house.start();
        house.leases.typing(DRAFT, ADA, SHOP, Optional.empty());
        eventually(() -> house.leases.totals().drafts() == 1);
        house.leases.typing(OTHER, ADA, SHOP, Optional.empty());
        house.leases.typing(OTHER, BOB, SHOP, Optional.empty());
        assertThat(house.leases.totals().drafts()).isEqualTo(1);

        SessionId bobs = house.session();
        house.leases.inherit(OTHER, BOB, house.wish(bobs));
        assertThat(house.leases.claim(house.wish(bobs)).kind()).isNotEqualTo(Lease.Kind.PREDICTED);

        DraftId third = new DraftId("draft-0003");
        house.leases.typing(third, ADA, SHOP, Optional.empty());
        SessionId adas = house.session();
        house.leases.inherit(third, ADA, house.wish(adas));
        assertThat(house.leases.claim(house.wish(adas)).kind()).isEqualTo(Lease.Kind.PREDICTED);
    }

    @Test
    void aSessionOfAnotherBranchThanItsDraftIsNotGivenItsSandbox() throws Exception {
        origin.run("branch", "other");
        house.repositories.fetch(SHOP);
        house.start();
        house.leases.typing(DRAFT, ADA, SHOP, Optional.empty());
        eventually(() -> house.leases.totals().drafts() == 1);

        SessionId session = house.session();
        Leases.Wish wish = new Leases.Wish(session, SHOP, new BranchName("other"), Optional.empty());
        house.leases.inherit(DRAFT, ADA, wish);
        assertThat(house.leases.claim(wish).kind()).isNotEqualTo(Lease.Kind.PREDICTED);
        eventually(() -> house.leases.totals().drafts() == 0);
    }

    @Test
    void sandboxesThatWaitLeaveAHostThatIsDrainedOrLostAndWaitOnAnother() throws Exception {
        TestSshd sshd = new TestSshd(place.resolve("sshd"));
        house.tearDown();
        house = new WarmHouse(
                Files.createDirectories(place.resolve("home")), WarmHouse.settings(3), List.of(sshd.login()));
        origin = house.importShop();
        HostId vm = house.addHost("vm-1", sshd, place.resolve("vm"));
        try {
            admit(HostId.LOCAL, Admission.CORDONED);
            house.keep(2);
            house.start();
            eventually(() -> house.waitingOn(vm).size() == 2);
            Lease far = house.claim();
            assertThat(far.host()).isEqualTo(vm);
            assertThat(far.kind()).isEqualTo(Lease.Kind.HIT);
            assertThat(says(far.sandbox(), "cat README.md")).isEqualTo("A shop.\n");
            house.leases.settle(far.sandbox().id());
            eventually(() -> house.waitingOn(vm).size() == 2);
            List<SandboxId> lost = house.waitingOn(vm);

            sshd.kill();
            house.hosts.look(vm);
            assertThat(house.hosts.look(vm).condition()).isEqualTo(HostCondition.UNREACHABLE);
            admit(HostId.LOCAL, Admission.OPEN);
            eventually(() -> house.waitingOn(HostId.LOCAL).size() == 2
                    && house.waitingOn(vm).isEmpty());
            assertThat(house.claim().host()).isEqualTo(HostId.LOCAL);

            sshd.startAgain();
            house.hosts.look(vm);
            eventually(() -> house.on(vm).stream().noneMatch(lost::contains));
            assertThat(house.on(vm)).contains(far.sandbox().id());

            admit(HostId.LOCAL, Admission.DRAINING);
            eventually(() -> house.waitingOn(HostId.LOCAL).isEmpty()
                    && house.waitingOn(vm).size() == 2);
        } finally {
            house.tearDown();
            sshd.remove();
            house = new WarmHouse(Files.createDirectories(place.resolve("home")), WarmSettings.OFF, List.of());
        }
    }

    private WarmHouse quick() throws Exception {
        house.tearDown();
        house = new WarmHouse(
                Files.createDirectories(place.resolve("home")),
                new WarmSettings(
                        true, 3, 20, Duration.ofHours(4), Duration.ofMillis(400), Duration.ZERO, Duration.ofMillis(20)),
                List.of());
        origin = house.importShop();
        return house;
    }

    private void admit(HostId host, Admission admission) {
        house.hosts.change(host, Optional.empty(), Optional.empty(), Optional.of(admission));
    }

    private CommitId head() {
        return new CommitId(origin.run("rev-parse", "HEAD"));
    }

    private Sandbox sandbox(SandboxId id) {
        return house.pool
                .known(HostId.LOCAL)
                .flatMap(rooms -> rooms.sandboxes().find(id))
                .orElseThrow();
    }

    private String saysOf(SandboxId id, String line) {
        try {
            return says(sandbox(id), line);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String says(Sandbox sandbox, String line) throws InterruptedException {
        return sandbox.run(ExecSpec.shell(line)).output();
    }
}
