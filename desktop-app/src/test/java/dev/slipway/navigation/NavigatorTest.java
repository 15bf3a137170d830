package dev.slipway.navigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.SessionId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.PullRequestRef;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NavigatorTest {
    private static final Destination SESSION = new Destination.Session(SessionId.of(1, 1));
    private static final Destination PULL =
            new Destination.PullRequest(new PullRequestRef(new RepositoryId("web-shop"), 7));

    @Test
    void everyPlaceIsFoundAgainByItsLink() {
        for (Destination place : new Destination[] {
            SESSION,
            PULL,
            new Destination.NewSession(),
            new Destination.Settings(),
            new Destination.Home(),
            new Destination.Found("net & gross?"),
            new Destination.Moment(SessionId.of(1, 1), 4_711),
            new Destination.FileLine(SessionId.of(1, 1), "src/A & B/ü?.java", 12)
        }) {
            assertThat(Destination.of(place.link(URI.create("http://127.0.0.1:7475"))))
                    .contains(place);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/sessions/0000000010001",
                "slipway://h/sessions/../../etc",
                "slipway://h/pulls/web-shop/0",
                "slipway://h/pulls/web-shop/99999999999",
                "slipway://h/what"
            })
    void aLinkThatMakesNoSenseLeadsNowhere(String link) {
        assertThat(Destination.of(URI.create(link))).isEmpty();
    }

    @Test
    void goesBackAndForth() {
        Navigator navigator = new Navigator();
        navigator.go(SESSION);
        navigator.go(PULL);
        navigator.back();
        assertThat(navigator.current()).isEqualTo(SESSION);
        navigator.forward();
        assertThat(navigator.current()).isEqualTo(PULL);
        navigator.back();
        navigator.go(new Destination.NewSession());
        navigator.forward();
        assertThat(navigator.current()).isEqualTo(new Destination.NewSession());
    }
}
