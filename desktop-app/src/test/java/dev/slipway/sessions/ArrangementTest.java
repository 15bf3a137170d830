package dev.slipway.sessions;

import static dev.slipway.sessions.ListOf.ADA;
import static dev.slipway.sessions.ListOf.BOB;
import static dev.slipway.sessions.ListOf.NOW;
import static dev.slipway.sessions.ListOf.archived;
import static dev.slipway.sessions.ListOf.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.control.Times;
import dev.slipway.model.SessionId;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArrangementTest {
    private final List<SessionSummary> sessions = new ArrayList<>(List.of(
            session(1, "Old thing", SessionState.IDLE, ADA, 60 * 24 * 30),
            session(2, "Tax rates", SessionState.IDLE, ADA, 30, 0, Optional.of(PullRequestState.OPEN), "web-shop"),
            session(3, "Images", SessionState.WORKING, BOB, 300),
            session(4, "Broken", SessionState.FAILED, BOB, 600),
            session(5, "Held", SessionState.IDLE, ADA, 700, 2, Optional.empty(), "payments"),
            archived(session(6, "Away", SessionState.IDLE, ADA, 10))));

    private ListChoices choices = ListChoices.USUAL;
    private String search = "";
    private Set<SessionId> pinned = Set.of();

    private List<String> titles() {
        Arrangement how =
                new Arrangement(choices, Arrangement.words(search), Optional.of(ADA.user()), pinned, Times.date(NOW));
        record Placed(String title, Spot spot) {}
        return sessions.stream()
                .flatMap(session -> how.spot(session).map(spot -> new Placed(session.title(), spot)).stream())
                .sorted(Comparator.comparing(Placed::spot))
                .map(Placed::title)
                .toList();
    }

    @Test
    void whatNeedsAPersonComesFirstThenWhatRunsThenTheNewest() {
        assertThat(titles()).containsExactly("Broken", "Held", "Images", "Tax rates", "Old thing");
    }

    @Test
    void whatIsPinnedComesBeforeAll() {
        pinned = Set.of(sessions.getFirst().id());

        assertThat(titles()).startsWith("Old thing", "Broken");
    }

    @Test
    void filtersCombine() {
        choices = choices.with(ListChoices.Filter.ALL.withMine(true));
        assertThat(titles()).containsExactly("Held", "Tax rates", "Old thing");
        choices = choices.with(choices.filter().withStuck(true));
        assertThat(titles()).containsExactly("Held");
        choices = choices.with(choices.filter().withMine(false).withRunning(true));
        assertThat(titles()).as("either is enough").containsExactly("Broken", "Held", "Images");
        choices = choices.with(choices.filter().withPerson(Optional.of(BOB.user())));
        assertThat(titles()).containsExactly("Broken", "Images");
        choices = choices.with(ListChoices.Filter.ALL.withPull(Optional.of(ListChoices.Pull.OPEN)));
        assertThat(titles()).containsExactly("Tax rates");
        choices = choices.with(ListChoices.Filter.ALL
                .withPull(Optional.of(ListChoices.Pull.NONE))
                .withRepository(Optional.of(sessions.get(4).repository())));
        assertThat(titles()).containsExactly("Held");
    }

    @Test
    void whatIsPutAwayShowsOnlyAmongItsLikes() {
        choices = choices.with(ListChoices.Filter.ALL.withArchived(true));

        assertThat(titles()).containsExactly("Away");
    }

    @Test
    void searchWantsAllWordsInWhateverOrderAndPlace() {
        search = "lovelace TAX";
        assertThat(titles()).containsExactly("Tax rates");
        search = "shop work-3 hope";
        assertThat(titles()).containsExactly("Images");
    }

    @Test
    void eachOrderIsKeptWithinItsGroups() {
        choices = choices.with(ListChoices.Grouping.NONE).with(ListChoices.Sorting.TITLE);
        assertThat(titles()).containsExactly("Broken", "Held", "Images", "Old thing", "Tax rates");
        choices = choices.with(ListChoices.Sorting.COST);
        assertThat(titles()).containsExactly("Held", "Broken", "Images", "Tax rates", "Old thing");
        choices = choices.with(ListChoices.Grouping.REPOSITORY).with(ListChoices.Sorting.CREATED);
        assertThat(titles()).containsExactly("Held", "Tax rates", "Images", "Broken", "Old thing");
        choices = choices.with(ListChoices.Grouping.PERSON).with(ListChoices.Sorting.UPDATED);
        assertThat(titles()).containsExactly("Tax rates", "Held", "Old thing", "Images", "Broken");
    }

    @Test
    void whatRunsKeepsItsPlaceHoweverOftenItChanges() {
        sessions.add(session(7, "Runs, too", SessionState.WORKING, ADA, 200));
        List<String> before = titles();
        SessionSummary images = sessions.get(2);
        sessions.set(2, ListOf.changed(images, images.title(), images.state(), NOW, Optional.empty()));

        assertThat(titles()).isEqualTo(before).containsSubsequence("Runs, too", "Images");
    }

    @Test
    void choicesSurviveARestart() {
        ListChoices chosen = choices.with(ListChoices.Filter.ALL
                        .withMine(true)
                        .withPull(Optional.of(ListChoices.Pull.MERGED))
                        .withPerson(Optional.of(BOB.user())))
                .with(ListChoices.Grouping.PERSON)
                .withCollapsed("person:bob", true);

        assertThat(Json.read(Json.write(chosen), ListChoices.class)).isEqualTo(chosen);
    }
}
