package dev.slipway.model.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two ends of a tunnel, with a wire between them that carries one message at a time each way.
@Timeout(60)
class MuxTest {
    private static final TunnelTarget TARGET = new TunnelTarget.Port(3000);

    private final Wire up = new Wire();
    private final Wire down = new Wire();
    private final BlockingQueue<TunnelStream> accepted = new LinkedBlockingQueue<>();
    private volatile Mux.Acceptor acceptor = (target, asked) -> {
        try {
            accepted.add(asked.stands());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    };
    private final Mux client = new Mux(up, null);
    private final Mux server = new Mux(down, (target, asked) -> acceptor.accept(target, asked));
    private final List<Thread> carriers = List.of(up.into(server), down.into(client));

    @AfterEach
    void end() {
        carriers.forEach(Thread::interrupt);
    }

    /// Whatever the sizes of pieces, and however they are mixed, each stream gets its own bytes, all and in
    /// order.
    @Test
    void everyStreamGetsItsOwnBytes() throws Exception {
        acceptor = (target, asked) -> {
            try (TunnelStream stream = asked.stands()) {
                stream.in().transferTo(stream.out());
                stream.out().close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };
        for (long seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    long own = random.nextLong();
                    all.add(threads.submit((Callable<Void>) () -> {
                        echoed(new Random(own));
                        return null;
                    }));
                }
                for (Future<?> each : all) {
                    each.get();
                }
            }
        }
        assertEquals(0, client.streams());
    }

    private void echoed(Random random) throws Exception {
        byte[] sent = new byte[random.nextInt(3) == 0 ? random.nextInt(600_000) : random.nextInt(300)];
        random.nextBytes(sent);
        int most = 1 + random.nextInt(100_000);
        TunnelStream stream = client.open(TARGET);
        Thread writer = Thread.ofVirtual().start(() -> {
            try (OutputStream out = stream.out()) {
                for (int at = 0; at < sent.length; ) {
                    int piece = Math.min(sent.length - at, 1 + random.nextInt(most));
                    out.write(sent, at, piece);
                    at += piece;
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertArrayEquals(sent, stream.in().readAllBytes());
        writer.join();
    }

    @Test
    void eitherSideMayEndItsHalfFirst() throws Exception {
        TunnelStream here = client.open(TARGET);
        TunnelStream there = accepted.take();

        there.out().write("bye".getBytes(UTF_8));
        there.out().close();
        assertEquals("bye", new String(here.in().readAllBytes(), UTF_8));
        here.out().write("late".getBytes(UTF_8));
        here.out().close();

        assertEquals("late", new String(there.in().readAllBytes(), UTF_8));
        assertEquals(0, server.streams());
    }

    /// One that nobody reads takes its window and no more; the others go on.
    @Test
    void aStalledStreamHindersNoOther() throws Exception {
        TunnelStream stalled = client.open(TARGET);
        TunnelStream there = accepted.take();
        AtomicInteger taken = new AtomicInteger();
        Thread writer = Thread.ofVirtual().start(() -> {
            byte[] piece = new byte[10_000];
            try {
                while (true) {
                    there.out().write(piece);
                    taken.addAndGet(piece.length);
                }
            } catch (IOException e) {
                // Closed at the end.
            }
        });
        TunnelStream quick = client.open(TARGET);
        TunnelStream quickThere = accepted.take();
        byte[] much = new byte[20_000_000];
        Thread source = Thread.ofVirtual().start(() -> {
            try {
                quickThere.carryFrom(new ByteArrayInputStream(much));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertArrayEquals(much, quick.in().readAllBytes());
        source.join();

        assertTrue(taken.get() <= 2 << 20, () -> taken + " bytes were taken");
        assertTrue(stalled.in().available() <= 2 << 20);
        stalled.close();
        writer.join();
    }

    @Test
    void allWindowsTogetherStayWithinTheBudget() throws Exception {
        List<TunnelStream> streams = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            streams.add(client.open(TARGET));
            TunnelStream there = accepted.take();
            Thread.ofVirtual().start(() -> {
                try {
                    there.out().write(new byte[4 << 20]);
                } catch (IOException e) {
                    // Closed at the end.
                }
            });
        }
        for (TunnelStream stream : streams) {
            assertEquals(0, stream.in().read());
        }
        int waiting = 0;
        for (TunnelStream stream : streams) {
            waiting += stream.in().available();
        }
        assertTrue(waiting <= Mux.BUDGET + 200 * TunnelStream.FIRST_WINDOW, "" + waiting);
        streams.forEach(TunnelStream::close);
    }

    @Test
    void tellsWhyAStreamCannotBe() {
        acceptor = (target, asked) -> {
            throw Problem.conflict("nothing-listens", "Nothing listens there", "On port 3000.\nReally.")
                    .withRemedy("Start it.")
                    .toException();
        };

        Problem why = problem(assertThrows(IOException.class, () -> client.open(TARGET)));

        assertEquals(
                Problem.conflict("nothing-listens", "Nothing listens there", "On port 3000. Really.")
                        .withRemedy("Start it."),
                why);
        assertEquals(0, client.streams());
        assertEquals(0, server.streams());
    }

    @Test
    void aResetWakesWhoReadsAndWhoWrites() throws Exception {
        TunnelStream here = client.open(TARGET);
        TunnelStream there = accepted.take();
        CountDownLatch woken = new CountDownLatch(2);
        Thread.ofVirtual().start(() -> {
            assertThrows(IOException.class, () -> there.in().read());
            woken.countDown();
        });
        Thread.ofVirtual().start(() -> {
            assertThrows(IOException.class, () -> there.out().write(new byte[8 << 20]));
            woken.countDown();
        });

        here.reset(Problem.unavailable("sandbox-gone", "The sandbox is gone", "It ended."));

        assertTrue(woken.await(20, TimeUnit.SECONDS));
        assertEquals(
                "sandbox-gone",
                problem(assertThrows(IOException.class, () -> there.in().read()))
                        .code());
    }

    @Test
    void theEndOfTheWireEndsEveryStream() throws Exception {
        TunnelStream here = client.open(TARGET);
        assertNotNull(accepted.take());

        client.close(Problem.unavailable("tunnel-lost", "Lost", "It hung up."));

        assertEquals(
                "tunnel-lost",
                problem(assertThrows(IOException.class, () -> here.in().read())).code());
        assertThrows(IOException.class, () -> client.open(TARGET));
    }

    @Test
    void moreThanTheWindowIsNoTunnelsDoing() throws Exception {
        TunnelStream here = client.open(TARGET);
        assertNotNull(accepted.take());
        int number = 1;

        IOException refused = assertThrows(IOException.class, () -> {
            for (int i = 0; i < 200; i++) {
                client.receive(Frames.of(Frames.DATA, number, new byte[Frames.LONGEST_DATA]));
            }
        });

        assertTrue(String.valueOf(refused.getMessage()).contains("window"));
        here.close();
    }

    @Test
    void noMoreStreamsThanATunnelCarries() throws Exception {
        for (int i = 0; i < Mux.MOST_STREAMS; i++) {
            assertNotNull(client.open(TARGET));
        }
        assertEquals(
                "too-many-streams",
                problem(assertThrows(IOException.class, () -> client.open(TARGET)))
                        .code());
    }

    @Test
    void masksAsTheProtocolSays() {
        byte[] bytes = new byte[50];
        new Random(1).nextBytes(bytes);
        byte[] masked = bytes.clone();
        WireSocket.mask(masked, 3, 44, 0x01020304);
        for (int i = 0; i < 44; i++) {
            assertEquals((byte) (bytes[3 + i] ^ (1 + (i & 3))), masked[3 + i]);
        }
        assertEquals(bytes[2], masked[2]);
        assertEquals(bytes[47], masked[47]);
    }

    private static Problem problem(IOException e) {
        return assertInstanceOf(ProblemException.class, e.getCause()).problem();
    }

    private static final class Wire implements Mux.Wire {
        private final SynchronousQueue<ByteBuffer> messages = new SynchronousQueue<>(true);

        @Override
        public void send(ByteBuffer message) throws IOException {
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            copy.write(message.array(), message.arrayOffset() + message.position(), message.remaining());
            try {
                messages.put(ByteBuffer.wrap(copy.toByteArray()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        @Override
        public void cut(String why) {
            throw new AssertionError(why);
        }

        Thread into(Mux mux) {
            return Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        mux.receive(messages.take());
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                } catch (InterruptedException e) {
                    // The test is over.
                }
            });
        }
    }
}
