package dev.slipway.sessions;

import static dev.slipway.sessions.ListOf.ADA;
import static dev.slipway.sessions.ListOf.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.control.Times;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class SessionLinesTest {
    private final SessionLines lines = new SessionLines();

    private static Arrangement how(ListChoices choices) {
        return new Arrangement(choices, List.of(), Optional.of(ADA.user()), Set.of(), Times.date(NOW));
    }

    private static Optional<SessionLine.Entry> entry(SessionSummary session, Arrangement how) {
        return how.spot(session).map(spot -> new SessionLine.Entry(spot, session, false, false, List.of()));
    }

    private static List<SessionLine.Entry> arranged(List<SessionSummary> sessions, Arrangement how) {
        return sessions.stream()
                .flatMap(session -> entry(session, how).stream())
                .sorted(Comparator.comparing(SessionLine.Entry::spot))
                .toList();
    }

    @Test
    void changesOfSingleSessionsLeadToTheSameLinesAsArrangingAllAnew() {
        Random random = new Random(42);
        for (ListChoices.Grouping grouping : ListChoices.Grouping.values()) {
            ListChoices choices = ListChoices.USUAL.with(grouping);
            Arrangement how = how(choices);
            List<SessionSummary> sessions = new ArrayList<>(ListOf.many(300, 7));
            Set<String> hidden = new HashSet<>();
            lines.reset(arranged(sessions, how), Set.of());
            for (int i = 0; i < 500; i++) {
                int at = random.nextInt(sessions.size());
                SessionSummary old = sessions.get(at);
                SessionSummary now = ListOf.changed(
                        old,
                        "Renamed " + i,
                        ListOf.STATES.get(random.nextInt(ListOf.STATES.size())),
                        NOW.minusSeconds(random.nextInt(1_000_000)),
                        random.nextInt(5) == 0 ? Optional.of(NOW) : Optional.empty());
                sessions.set(at, now);
                lines.put(now.id(), entry(now, how));
                if (i % 50 == 0 && grouping != ListChoices.Grouping.NONE) {
                    String group = lines.all()
                            .get(random.nextInt(lines.all().size()))
                            .spot()
                            .group();
                    boolean hide = hidden.add(group) || !hidden.remove(group);
                    lines.fold(group, hide, Set.copyOf(hidden));
                }
            }

            List<SessionLine> after = List.copyOf(lines.all());
            SessionLines fresh = new SessionLines();
            fresh.reset(arranged(sessions, how), Set.copyOf(hidden));
            assertThat(after).as("%s", grouping).isEqualTo(List.copyOf(fresh.all()));
        }
    }

    @Test
    void headingsCountTheirSessionsShownOrHidden() {
        List<SessionSummary> sessions = List.of(
                ListOf.session(1, "A", SessionState.IDLE, ADA, 1),
                ListOf.session(2, "B", SessionState.IDLE, ADA, 2),
                ListOf.session(3, "C", SessionState.FAILED, ADA, 3));
        lines.reset(arranged(sessions, how(ListChoices.USUAL)), Set.of("TODAY"));

        assertThat(lines.all())
                .extracting(line -> line instanceof SessionLine.Group group
                        ? group.count() + (group.collapsed() ? " hidden" : " shown")
                        : "session")
                .containsExactly("1 shown", "session", "2 hidden");
        lines.fold("TODAY", false, Set.of());
        assertThat(lines.all()).hasSize(5);
        lines.put(sessions.get(2).id(), Optional.empty());
        assertThat(lines.all()).as("its heading is gone, too").hasSize(3);
    }

    @Test
    void oneChangeAmongTenThousandTouchesAFewLinesOnly() {
        Arrangement how = how(ListChoices.USUAL);
        List<SessionSummary> sessions = ListOf.many(10_000, 1);
        lines.reset(arranged(sessions, how), Set.of());
        List<Integer> touched = new ArrayList<>();
        lines.all().addListener((ListChangeListener<SessionLine>) change -> {
            int count = 0;
            while (change.next()) {
                count += Math.max(change.getAddedSize(), change.getRemovedSize());
            }
            touched.add(count);
        });

        long began = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            SessionSummary old = sessions.get(i * 7);
            SessionSummary now =
                    ListOf.changed(old, old.title(), SessionState.WORKING, NOW.plusSeconds(i), Optional.empty());
            lines.put(now.id(), entry(now, how));
        }
        long micros = (System.nanoTime() - began) / 1_000 / 1_000;

        assertThat(touched).allMatch(count -> count == 1).hasSizeLessThanOrEqualTo(4 * 1_000);
        assertThat(micros).as("microseconds for each of a thousand changes").isLessThan(1_000);
    }
}
