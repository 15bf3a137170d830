package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.journal.Journal;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.UserId;
import dev.slipway.model.event.SessionEvent.SessionRenamed;
import dev.slipway.model.session.Watchers;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Several people on one server, who come, type, lose their link and go.
final class PresenceTest {
    private static final SessionId SESSION = SessionId.of(1_000_000, 1);
    private static final ClientFrame FOLLOW = new ClientFrame.Subscribe("s", SESSION, 1);

    @RegisterExtension
    final RunningServer server = new RunningServer();

    @BeforeEach
    void begin() {
        Journal journal = server.journals().create(SESSION);
        journal.append(new SessionRenamed("one", RunningServer.ADA)).awaitWritten();
    }

    private SocketClient as(String user, Role role) throws Exception {
        String token = server.tokenOf(user, role);
        return new SocketClient(server, builder -> builder.header("Authorization", "Bearer " + token));
    }

    private Author author(String user) {
        return server.users().get(new UserId(user)).author();
    }

    private static List<Author> people(SocketClient client) throws Exception {
        ServerFrame.Watching frame = client.next(ServerFrame.Watching.class);
        assertThat(frame.sessions()).extracting(Watchers::session).containsExactly(SESSION);
        return frame.sessions().getFirst().people();
    }

    @Test
    void followersOfASessionSeeOneAnotherComeAndGoAndNeverThemselves() throws Exception {
        try (SocketClient ada = new SocketClient(server)) {
            ada.send(FOLLOW);
            ada.next(ServerFrame.Subscribed.class);
            try (SocketClient bob = as("bob", Role.VIEWER)) {
                bob.send(FOLLOW);

                assertThat(people(bob)).containsExactly(RunningServer.ADA);
                assertThat(people(ada)).containsExactly(author("bob"));
                bob.send(new ClientFrame.Unsubscribe("s"));
                assertThat(people(ada)).isEmpty();
            }
        }
    }

    @Test
    void oneWithManyWindowsIsThereOnceAndUntilTheLastIsClosed() throws Exception {
        try (SocketClient ada = new SocketClient(server);
                SocketClient bob = as("bob", Role.MEMBER);
                SocketClient carol = as("carol", Role.MEMBER)) {
            ada.send(FOLLOW);
            bob.send(FOLLOW);
            assertThat(people(ada)).containsExactly(author("bob"));
            bob.send(new ClientFrame.Subscribe("again", SESSION, 1));
            bob.send(new ClientFrame.Unsubscribe("s"));
            carol.send(FOLLOW);

            assertThat(people(ada)).containsExactly(author("bob"), author("carol"));
            bob.send(new ClientFrame.Unsubscribe("again"));
            assertThat(people(ada)).containsExactly(author("carol"));
        }
    }

    @Test
    void aLinkThatBreaksAndComesBackGoesUnnoticedAndOneThatDoesNotEndsThePresence() throws Exception {
        try (SocketClient ada = new SocketClient(server)) {
            ada.send(FOLLOW);
            try (SocketClient bob = as("bob", Role.MEMBER)) {
                bob.send(FOLLOW);
                assertThat(people(ada)).containsExactly(author("bob"));
            } // aborted, without a word
            try (SocketClient carol = as("carol", Role.MEMBER)) {
                carol.send(FOLLOW);
                assertThat(people(ada)).as("Bob may come back").containsExactly(author("bob"), author("carol"));
                assertThat(people(ada)).containsExactly(author("carol"));
            }
            assertThat(people(ada)).isEmpty();
        }
    }

    @Test
    void whoFollowsTheListHearsWhoIsWhere() throws Exception {
        try (SocketClient bob = as("bob", Role.MEMBER);
                SocketClient early = new SocketClient(server);
                SocketClient late = new SocketClient(server)) {
            early.send(new ClientFrame.SubscribeSessions("list"));
            early.next(ServerFrame.Sessions.class);
            early.send(FOLLOW);
            early.next(ServerFrame.Subscribed.class);
            bob.send(FOLLOW);
            assertThat(people(bob)).containsExactly(RunningServer.ADA);

            late.send(new ClientFrame.SubscribeSessions("list"));

            assertThat(people(late)).containsExactly(author("bob"));
            List<String> told = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                ServerFrame.Watching frame = early.next(ServerFrame.Watching.class);
                assertThat(frame.sessions().getFirst().people()).containsExactly(author("bob"));
                told.add(frame.subscription());
            }
            assertThat(told).containsExactlyInAnyOrder("list", "s");
            bob.socket().abort();
            assertThat(people(late)).isEmpty();
        }
    }

    @Test
    void aViewersKeysAreNotTypingAsTheyCantPrompt() throws Exception {
        try (SocketClient ada = new SocketClient(server);
                SocketClient viewer = as("bob", Role.VIEWER)) {
            ada.send(FOLLOW);
            ada.next(ServerFrame.Journal.class);
            viewer.send(new ClientFrame.Typing(SESSION));
            viewer.send(new ClientFrame.Ping("done"));
            viewer.next(ServerFrame.Pong.class);

            ada.send(new ClientFrame.Ping("nothing came before"));

            assertThat(ada.next(ServerFrame.class)).isEqualTo(new ServerFrame.Pong("nothing came before"));
            assertThat(server.sessions().typed()).isEmpty();
        }
    }
}
