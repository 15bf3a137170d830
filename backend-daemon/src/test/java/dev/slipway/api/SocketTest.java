package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.journal.Journal;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.UserId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.SessionRenamed;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ServerFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SocketTest {
    private static final SessionId SESSION = SessionId.of(1_000_000, 1);
    private static final BlockId BLOCK = new BlockId("t1.1");

    @RegisterExtension
    final RunningServer server = new RunningServer(
            ApiSettings.usual("1.2.3").withOrigins(Set.of("https://good.test")).withSendLimit(Duration.ofMillis(300)));

    private Journal journal;

    @BeforeEach
    void begin() {
        journal = server.journals().create(SESSION);
    }

    private void rename(String... titles) {
        List<SessionEvent> events = new ArrayList<>();
        for (String title : titles) {
            events.add(new SessionRenamed(title, RunningServer.ADA));
        }
        journal.append(events).awaitWritten();
    }

    private static ClientFrame follow(String name, long from) {
        return new ClientFrame.Subscribe(name, SESSION, from);
    }

    private static List<Long> seqs(ServerFrame.Journal frame) {
        return frame.events().stream().map(Envelope::seq).toList();
    }

    @Test
    void theFirstFrameSaysHello() throws Exception {
        try (SocketClient client = new SocketClient(server)) {
            assertThat(client.next(ServerFrame.class)).isEqualTo(new ServerFrame.Hello("1.2.3", RunningServer.ADA, 30));
        }
    }

    @Test
    void aFollowerGetsWhatIsThereThenWhatComes() throws Exception {
        rename("one", "two");
        try (SocketClient client = new SocketClient(server)) {
            client.send(follow("s", 1));

            assertThat(client.next(ServerFrame.Subscribed.class)).isEqualTo(new ServerFrame.Subscribed("s", 2));
            assertThat(seqs(client.next(ServerFrame.Journal.class))).containsExactly(1L, 2L);

            rename("three");
            ServerFrame.Journal news = client.next(ServerFrame.Journal.class);
            assertThat(news.subscription()).isEqualTo("s");
            assertThat(news.events()).isEqualTo(journal.read(3, 10));
        }
    }

    @Test
    void aFollowerResumesWhereItWas() throws Exception {
        rename("one", "two", "three");
        try (SocketClient client = new SocketClient(server)) {
            client.send(follow("s", 3));

            assertThat(seqs(client.next(ServerFrame.Journal.class))).containsExactly(3L);
        }
    }

    @Test
    void liveTextComesAsItStreamsAndTheRowReplacesIt() throws Exception {
        try (SocketClient client = new SocketClient(server)) {
            journal.stream(BLOCK, BlockKind.TEXT, "", "Hel");
            client.send(follow("s", 1));
            assertThat(client.next(ServerFrame.Journal.class).live())
                    .containsExactly(new LiveText(BLOCK, BlockKind.TEXT, "", 0, "Hel"));

            journal.stream(BLOCK, BlockKind.TEXT, "", "lo");
            assertThat(client.next(ServerFrame.Journal.class).live())
                    .containsExactly(new LiveText(BLOCK, BlockKind.TEXT, "", 3, "lo"));

            journal.append(new TextWritten(BLOCK, "Hello", true));
            ServerFrame.Journal end = client.next(ServerFrame.Journal.class);
            assertThat(end.events()).extracting(Envelope::event).containsExactly(new TextWritten(BLOCK, "Hello", true));
            assertThat(end.live()).isEmpty();
        }
    }

    @Test
    void oneSocketCarriesManySubscriptions() throws Exception {
        rename("one");
        try (SocketClient client = new SocketClient(server)) {
            client.send(follow("a", 1));
            client.send(follow("b", 1));

            assertThat(List.of(
                            client.next(ServerFrame.Journal.class).subscription(),
                            client.next(ServerFrame.Journal.class).subscription()))
                    .containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void anEndedSubscriptionIsSilentAndItsNameFree() throws Exception {
        rename("one");
        try (SocketClient client = new SocketClient(server)) {
            client.send(follow("s", 1));
            client.next(ServerFrame.Journal.class);

            client.send(new ClientFrame.Unsubscribe("s"));
            client.send(new ClientFrame.Ping("after"));
            client.next(ServerFrame.Pong.class);
            rename("two");
            client.send(follow("s", 2));

            assertThat(client.next(ServerFrame.class)).isEqualTo(new ServerFrame.Subscribed("s", 2));
            assertThat(seqs(client.next(ServerFrame.Journal.class))).containsExactly(2L);
        }
    }

    @Test
    void aSubscriptionToNothingEndsWithTheReason() throws Exception {
        try (SocketClient client = new SocketClient(server)) {
            client.send(new ClientFrame.Subscribe("s", SessionId.of(2_000_000, 2), 1));

            ServerFrame.Ended ended = client.next(ServerFrame.Ended.class);
            assertThat(ended.subscription()).isEqualTo("s");
            assertThat(ended.problem().code()).isEqualTo("unknown-session");
        }
    }

    @Test
    void aSequenceNumberBelowOneEndsWithTheReason() throws Exception {
        try (SocketClient client = new SocketClient(server)) {
            client.send(follow("s", 0));

            assertThat(client.next(ServerFrame.Ended.class).problem().code()).isEqualTo("malformed-sequence-number");
        }
    }

    @Test
    void aNameInUseEndsOnlyTheSecond() throws Exception {
        try (SocketClient client = new SocketClient(server)) {
            client.send(follow("s", 1));
            client.next(ServerFrame.Subscribed.class);
            client.send(follow("s", 1));
            assertThat(client.next(ServerFrame.Ended.class).problem().code()).isEqualTo("subscription-exists");

            rename("one");
            assertThat(seqs(client.next(ServerFrame.Journal.class))).containsExactly(1L);
        }
    }

    @Test
    void subscriptionsAreBounded() throws Exception {
        try (SocketClient client = new SocketClient(server)) {
            for (int i = 0; i <= ClientSocket.MOST_SUBSCRIPTIONS; i++) {
                client.send(follow("s" + i, 1));
            }

            ServerFrame.Ended ended = client.next(ServerFrame.Ended.class);
            assertThat(ended.subscription()).isEqualTo("s" + ClientSocket.MOST_SUBSCRIPTIONS);
            assertThat(ended.problem().code()).isEqualTo("too-many-subscriptions");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{",
                "[]",
                "null",
                "",
                "{\"type\":\"Subscribe\"}",
                "{\"type\":\"Dance\"}",
                "{\"subscription\":\"s\"}",
                "{\"type\":\"Ping\",\"nonce\":\"1\",\"more\":1}",
                "{\"type\":\"Subscribe\",\"subscription\":\"s\",\"session\":\"../../etc\",\"from\":1}",
                "{\"type\":\"Unsubscribe\",\"subscription\":\"never\"}"
            })
    void aFrameThatMeansNothingIsRefusedAndTheSocketGoesOn(String frame) throws Exception {
        try (SocketClient client = new SocketClient(server)) {
            client.next(ServerFrame.Hello.class);
            client.send(frame);
            assertThat(client.next(ServerFrame.class)).isInstanceOf(ServerFrame.Refused.class);

            client.send(new ClientFrame.Ping("still here"));
            assertThat(client.next(ServerFrame.class)).isEqualTo(new ServerFrame.Pong("still here"));
        }
    }

    @Test
    void binaryMessagesAreRefused() throws Exception {
        try (SocketClient client = new SocketClient(server)) {
            client.sendBinary(new byte[] {1, 2, 3});

            assertThat(client.next(ServerFrame.Refused.class).problem().code()).isEqualTo("binary-message");
        }
    }

    @Test
    void aMessageInPiecesIsPutTogether() throws Exception {
        try (SocketClient client = new SocketClient(server)) {
            client.socket().sendText("{\"type\":\"Ping\",", false).join();
            client.socket().sendText("\"nonce\":\"in ", false).join();
            client.socket().sendText("pieces\"}", true).join();

            assertThat(client.next(ServerFrame.Pong.class).nonce()).isEqualTo("in pieces");
        }
    }

    @Test
    void aMessageWithoutEndIsRefusedAndNotKept() throws Exception {
        try (SocketClient client = new SocketClient(server)) {
            for (int i = 0; i < 10; i++) {
                client.socket().sendText("x".repeat(16_000), false).join();
            }
            client.socket().sendText("x", true).join();
            assertThat(client.next(ServerFrame.Refused.class).problem().code()).isEqualTo("message-too-large");

            client.send(new ClientFrame.Ping("1"));
            assertThat(client.next(ServerFrame.class)).isEqualTo(new ServerFrame.Pong("1"));
        }
    }

    @Test
    void aRowOfAMebibyteArrivesWhole() throws Exception {
        rename("ä".repeat(500_000));
        try (SocketClient client = new SocketClient(server)) {
            client.send(follow("s", 1));

            assertThat(client.next(ServerFrame.Journal.class).events()).isEqualTo(journal.read(1, 1));
        }
    }

    @Test
    void aBrowserShowsItsTokenAsASubprotocol() throws Exception {
        try (SocketClient client = new SocketClient(
                server,
                builder -> builder.subprotocols("bearer." + server.token()).header("Origin", "https://good.test"))) {
            client.next(ServerFrame.Hello.class);

            assertThat(client.socket().getSubprotocol()).isEqualTo("bearer." + server.token());
        }
    }

    @Test
    void withoutATokenOrFromAForeignPageThereIsNoSocket() {
        assertThatThrownBy(() -> new SocketClient(server, builder -> builder)).hasStackTraceContaining("401");
        assertThatThrownBy(() -> new SocketClient(server, builder -> builder.subprotocols("bearer.guess")))
                .hasStackTraceContaining("401");
        assertThatThrownBy(() -> new SocketClient(
                        server,
                        builder -> builder.header("Authorization", "Bearer " + server.token())
                                .header("Origin", "https://evil.test")))
                .hasStackTraceContaining("403");
    }

    @Test
    void aRequestThatIsNoHandshakeIsToldSo() throws Exception {
        assertThat(server.get("/api/v1/socket").statusCode()).isEqualTo(426);
    }

    @Test
    void compressionIsNotAgreedTo() throws Exception {
        try (RawSocket client = new RawSocket(server, "Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
            assertThat(client.handshake()).startsWith("HTTP/1.1 101 ").doesNotContainIgnoringCase("deflate");
        }
    }

    @Test
    void aPingOfTheProtocolIsAnswered() throws Exception {
        try (RawSocket client = new RawSocket(server)) {
            client.read();
            client.send(9, "abc".getBytes(StandardCharsets.UTF_8));

            RawSocket.Frame pong = client.read();
            assertThat(pong).isNotNull();
            assertThat(pong.op()).isEqualTo(10);
            assertThat(pong.payload()).isEqualTo("abc");
        }
    }

    @Test
    void textThatIsNotUtf8ClosesTheSocketAsTheProtocolWants() throws Exception {
        try (RawSocket client = new RawSocket(server)) {
            client.read();
            client.send(1, new byte[] {(byte) 0xff, (byte) 0xfe});

            RawSocket.Frame close = client.read();
            assertThat(close).isNotNull();
            assertThat(close.op()).isEqualTo(8);
            assertThat(close.payload()).startsWith("\u0003\u00ef");
        }
    }

    @Test
    void aReaderThatStallsIsCutOffAloneAndCanResume() throws Exception {
        try (RawSocket stalled = new RawSocket(server);
                SocketClient other = new SocketClient(server)) {
            stalled.send(1, Json.write(follow("s", 1)).getBytes(StandardCharsets.UTF_8));
            other.send(follow("s", 1));
            other.next(ServerFrame.Subscribed.class);

            long seen = 0;
            int rows = 64;
            for (int i = 0; i < rows; i++) {
                rename("x".repeat(200_000));
            }
            while (seen < rows) {
                ServerFrame.Journal frame = other.next(ServerFrame.Journal.class);
                assertThat(frame.events().getFirst().seq()).isEqualTo(seen + 1);
                seen = frame.events().getLast().seq();
            }
            awaitSockets(1);
            stalled.awaitEnd();
        }
        try (SocketClient again = new SocketClient(server)) {
            again.send(follow("s", 60));
            assertThat(seqs(again.next(ServerFrame.Journal.class))).startsWith(60L);
        }
    }

    @Test
    void whatPilesUpForASlowReaderComesInFewFrames() throws Exception {
        try (SocketClient client = new SocketClient(server)) {
            for (int i = 0; i < 500; i++) {
                journal.append(new SessionRenamed("t" + i, RunningServer.ADA));
            }
            // What is not written yet nobody sees.
            journal.awaitWritten();
            client.send(follow("s", 1));

            assertThat(seqs(client.next(ServerFrame.Journal.class)))
                    .startsWith(1L)
                    .hasSizeGreaterThan(100);
        }
    }

    @Test
    void theListOfSessionsComesWholeAndThenAsItChanges() throws Exception {
        rename("one");
        try (SocketClient client = new SocketClient(server)) {
            client.send(new ClientFrame.SubscribeSessions("list"));
            ServerFrame.Sessions all = client.next(ServerFrame.Sessions.class);
            assertThat(all.subscription()).isEqualTo("list");
            assertThat(all.sessions()).containsExactly(server.sessions().summary(SESSION));

            rename("two");
            server.sessions().changed(SESSION);
            server.sessions().changed(SESSION);

            assertThat(client.next(ServerFrame.Sessions.class).sessions())
                    .extracting(SessionSummary::lastSeq)
                    .containsExactly(2L);
        }
    }

    @Test
    void theFleetComesWholeAndThenAsItChanges() throws Exception {
        FleetEvent first = new FleetEvent.HostRemoved(new HostId("a"));
        FleetEvent second = new FleetEvent.HostRemoved(new HostId("b"));
        try (SocketClient client = new SocketClient(server)) {
            client.send(new ClientFrame.SubscribeFleet("early"));
            assertThat(client.next(ServerFrame.Fleet.class)).isEqualTo(new ServerFrame.Fleet("early", List.of()));

            server.fleet().tell("a", first);
            assertThat(client.next(ServerFrame.Fleet.class)).isEqualTo(new ServerFrame.Fleet("early", List.of(first)));

            client.send(new ClientFrame.Unsubscribe("early"));
            server.fleet().tell("b", second);
            client.send(new ClientFrame.SubscribeFleet("late"));
            assertThat(client.next(ServerFrame.Fleet.class))
                    .isEqualTo(new ServerFrame.Fleet("late", List.of(first, second)));
        }
    }

    @Test
    void whoTypesIsTellingTheOthersAndTheSession() throws Exception {
        String bobsToken = server.tokenOf("bob", Role.MEMBER);
        try (SocketClient ada = new SocketClient(server);
                SocketClient bob =
                        new SocketClient(server, builder -> builder.header("Authorization", "Bearer " + bobsToken))) {
            ada.send(follow("mine", 1));
            ada.next(ServerFrame.Subscribed.class);
            bob.send(follow("his", 1));
            bob.next(ServerFrame.Subscribed.class);

            bob.send(new ClientFrame.Typing(SESSION));
            bob.send(new ClientFrame.Typing(SESSION));
            bob.send(new ClientFrame.Ping("done"));

            assertThat(ada.next(ServerFrame.SomeoneTypes.class))
                    .isEqualTo(new ServerFrame.SomeoneTypes(
                            "mine", server.users().get(new UserId("bob")).author()));
            assertThat(bob.next(ServerFrame.Pong.class)).isEqualTo(new ServerFrame.Pong("done"));
            assertThat(server.sessions().typed()).containsExactly(SESSION);
        }
    }

    @Test
    void theEndOfTheServerIsAnnounced() throws Exception {
        try (SocketClient client = new SocketClient(server)) {
            client.next(ServerFrame.Hello.class);

            server.stopServing();

            assertThat(client.closeCode()).isEqualTo(1001);
        }
    }

    private void awaitSockets(int count) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!server.get("/metrics").body().contains("slipway_sockets " + count + "\n")) {
            assertThat(System.nanoTime()).as("%s sockets in time", count).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
