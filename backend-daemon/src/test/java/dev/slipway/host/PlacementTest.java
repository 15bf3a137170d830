package dev.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.host.Placement.Candidate;
import dev.slipway.host.Placement.Wish;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.PoolId;
import dev.slipway.model.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
    private static final Wish ANYWHERE = new Wish(Optional.empty(), Optional.empty());

    /// Two hosts, `a` and `b`, each as: busy, sandboxes, warm, image; and which is chosen, and why.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.1, 0, 0, no  | 0.9, 0, 0, no  | a | the least busy of 2 hosts
            0.9, 0, 0, no  | 0.1, 0, 0, no  | b | the least busy of 2 hosts
            0.1, 0, 0, no  | 0.9, 0, 0, yes | b | the repository's image is there
            0.1, 0, 0, no  | 2.5, 0, 0, yes | a | the least busy of 2 hosts
            0.1, 0, 0, yes | 2.5, 9, 1, yes | b | a warm sandbox waits there
            0.1, 7, 0, no  | 0.1, 3, 0, no  | b | the least busy of 2 hosts
            0.1, 3, 0, no  | 0.1, 3, 0, no  | a | the least busy of 2 hosts
            """)
    void choosesTheBest(String a, String b, String chosen, String reason) {
        Placement.Choice choice = Placement.choose(ANYWHERE, List.of(host("a", a), host("b", b)));

        assertThat(choice).isEqualTo(new Placement.Choice(new HostId(chosen), reason));
    }

    @Test
    void goesBackToWhereItWas() {
        Wish back = new Wish(Optional.empty(), Optional.of(new HostId("b")));

        Placement.Choice choice = Placement.choose(back, List.of(host("a", "0, 0, 3, yes"), host("b", "3, 99, 0, no")));

        assertThat(choice).isEqualTo(new Placement.Choice(new HostId("b"), "it was there before"));
    }

    @Test
    void saysOfEachHostWhyItCantTakeIt() {
        List<Candidate> hosts = List.of(
                candidate("gone", Admission.OPEN, HostCondition.UNREACHABLE, Optional.empty(), 8L << 30),
                candidate("closed", Admission.CORDONED, HostCondition.READY, Optional.empty(), 8L << 30),
                candidate("leaving", Admission.DRAINING, HostCondition.READY, Optional.empty(), 8L << 30),
                candidate("full", Admission.OPEN, HostCondition.READY, Optional.of(0), 8L << 30),
                candidate("unfit", Admission.OPEN, HostCondition.UNFIT, Optional.empty(), 8L << 30));

        assertThatThrownBy(() -> Placement.choose(ANYWHERE, hosts))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().detail())
                                .contains(
                                        "gone does not answer",
                                        "closed is cordoned",
                                        "leaving is being drained",
                                        "full is full",
                                        "unfit can't have sandboxes"));
        assertThatThrownBy(() -> Placement.choose(ANYWHERE, List.of())).hasMessageContaining("There are no hosts");
    }

    /// Three hosts with labels, each as `labels/pools that keep it`; the pool that is asked for, of hosts with the
    /// label
    /// of its name; and which is chosen, and why.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''     | ''         | ''         |     | a | the least busy of 3 hosts
            ''     | gpu        | ''         | gpu | b | the only host in pool gpu that can take it
            eu     | gpu        | gpu eu     | gpu | b | the least busy of 2 hosts in pool gpu
            gpu    | gpu/gpu    | ''         | gpu | a | the least busy of 2 hosts in pool gpu
            /x     | /x         | ''         |     | c | the only host that can take it
            gpu/x  | gpu/x gpu  | ''         | gpu | b | the only host in pool gpu that can take it
            gpu/x  | ''         | ''         |     | b | the least busy of 2 hosts
            """)
    void aPoolsHostsAreForThoseWhoAskForIt(String a, String b, String c, String pool, String chosen, String reason) {
        List<Candidate> hosts = List.of(labelled("a", a), labelled("b", b), labelled("c", c));

        assertThat(Placement.choose(
                        new Wish(Optional.ofNullable(pool).map(PlacementTest::pool), Optional.empty()), hosts))
                .isEqualTo(new Placement.Choice(new HostId(chosen), reason));
    }

    @Test
    void ofAPoolWithoutRoomEachHostsReasonIsSaidAndWhatToDo() {
        List<Candidate> hosts = List.of(
                labelled("other", ""),
                labelled("kept", "gpu/x"),
                candidate("gone", Admission.OPEN, HostCondition.UNREACHABLE, Optional.empty(), 8L << 30));

        assertThatThrownBy(() -> Placement.choose(new Wish(Optional.of(pool("gpu")), Optional.empty()), hosts))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().title()).isEqualTo("No host in pool gpu can take a sandbox now");
                    assertThat(e.problem().detail())
                            .isEqualTo("other is not in pool gpu, as it lacks the label gpu; kept is kept for pool x;"
                                    + " gone does not answer.");
                    assertThat(e.problem().remedy().orElseThrow()).contains("slipway repo pool NAME --any");
                });
        assertThatThrownBy(() -> Placement.choose(ANYWHERE, List.of(labelled("a", "/x"), labelled("b", "/y x"))))
                .hasMessageContaining("a is kept for pool x; b is kept for pool x and y");
    }

    @Test
    void itDoesNotGoBackToWhereItWasOutsideOfThePool() {
        Wish back = new Wish(Optional.of(pool("gpu")), Optional.of(new HostId("a")));

        assertThat(Placement.choose(back, List.of(labelled("a", ""), labelled("b", "gpu")))
                        .host())
                .isEqualTo(new HostId("b"));
    }

    @Test
    void aHostWithLittleMemoryIsTheLastChoice() {
        Candidate small = candidate("a", Admission.OPEN, HostCondition.READY, Optional.empty(), 100L << 20);

        assertThat(Placement.choose(ANYWHERE, List.of(small, host("b", "1.5, 9, 0, no")))
                        .host())
                .isEqualTo(new HostId("b"));
        assertThat(Placement.choose(ANYWHERE, List.of(small)).host()).isEqualTo(new HostId("a"));
    }

    @Test
    void doesNotDependOnTheOrderInWhichHostsAreListed() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            List<Candidate> hosts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                hosts.add(host(
                        "h" + i,
                        random.nextInt(12) / 4.0 + ", " + random.nextInt(4) + ", " + random.nextInt(2) + ", "
                                + (random.nextBoolean() ? "yes" : "no")));
            }
            Placement.Choice first = Placement.choose(ANYWHERE, hosts);
            Collections.shuffle(hosts, random);

            assertThat(Placement.choose(ANYWHERE, hosts)).isEqualTo(first);
        }
    }

    private static Candidate host(String id, String text) {
        String[] parts = text.strip().split(",\\s*", -1);
        return new Candidate(
                new HostId(id),
                Admission.OPEN,
                HostCondition.READY,
                Set.of(),
                Set.of(),
                Optional.empty(),
                Double.parseDouble(parts[0]),
                8L << 30,
                100L << 30,
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                parts[3].equals("yes"));
    }

    private static PoolSpec pool(String name) {
        return new PoolSpec(new PoolId(name), new TreeSet<>(Set.of(name)), 0, false);
    }

    private static Candidate labelled(String id, String text) {
        String[] parts = (text + "/").split("/", -1);
        return new Candidate(
                new HostId(id),
                Admission.OPEN,
                HostCondition.READY,
                words(parts[0]),
                words(parts[1]).stream().map(PoolId::new).collect(Collectors.toSet()),
                Optional.empty(),
                0,
                8L << 30,
                100L << 30,
                0,
                0,
                false);
    }

    private static Set<String> words(String text) {
        return text.isBlank() ? Set.of() : Set.of(text.strip().split(" ", -1));
    }

    private static Candidate candidate(
            String id, Admission admission, HostCondition condition, Optional<Integer> room, long memory) {
        return new Candidate(
                new HostId(id), admission, condition, Set.of(), Set.of(), room, 0, memory, 100L << 30, 0, 0, false);
    }
}
