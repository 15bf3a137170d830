package dev.slipway.stream;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.rfb.Area;
import dev.slipway.rfb.RemoteKey;
import dev.slipway.rfb.RemotePointer;
import dev.slipway.rfb.RfbClient;
import dev.slipway.rfb.RfbException;
import dev.slipway.rfb.Screen;
import dev.slipway.rfb.Viewer;
import dev.slipway.rfb.Wishes;
import dev.slipway.words.Words;
import dev.slipway.work.Pulse;
import dev.slipway.work.Unhandled;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javafx.animation.KeyFrame;
import javafx.animation.PauseTransition;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// A desktop that is watched or driven over RFB: how its stream stands, who drives, and what is pressed. A
/// stream that breaks is opened again three times before the person is asked; one that makes no sense is not.
///
/// The server is in a sandbox and not trusted: it learns nothing that was copied here until the person pastes,
/// and what it calls copied replaces nothing here unless the person drives (see [#copied]).
public final class StreamModel implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final Duration SILENCE = Duration.seconds(15);
    private static final Duration LOOKS = Duration.seconds(2);
    private static final int LONGEST_NAME = 80;

    /// How the stream stands.
    public enum State {
        CONNECTING,
        LIVE,
        PAUSED,
        LOST
    }

    private final Connector connector;
    private final Driving driving;
    private final Pulse pulse = new Pulse(this::news);
    private final Frames frames = new Frames(pulse::ask);
    private final AtomicReference<@Nullable News> latest = new AtomicReference<>();
    private final ObjectProperty<State> state = new SimpleObjectProperty<>(State.CONNECTING);
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<String>> driver = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<RemotePointer>> pointer = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<String>> copied = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Quality> quality = new SimpleObjectProperty<>(Quality.EXACT);
    private final BooleanProperty automatic = new SimpleBooleanProperty(true);
    private final Timeline pacing = new Timeline(new KeyFrame(LOOKS, _ -> pace()));
    private final ObjectProperty<String> name = new SimpleObjectProperty<>("");
    private final ObjectProperty<Long> pictures = new SimpleObjectProperty<>(0L);
    private Optional<Attempt> attempt = Optional.empty();
    private long bytes;
    private long busy;
    private long looked;
    private int failures;
    private boolean pausedByPerson;
    private boolean closed;

    /// What a stream has told since the last pulse; only the newest of each kind counts.
    private record News(Attempt of, Optional<RemotePointer> pointer, Optional<String> copied, Optional<String> name) {}

    public StreamModel(Connector connector, Driving driving) {
        pacing.setCycleCount(Timeline.INDEFINITE);
        pacing.play();
        this.connector = connector;
        this.driving = driving;
        quality.subscribe(_ -> attempt.ifPresent(now -> now.client().ifPresent(client -> client.wish(wishes()))));
    }

    /// Opens the stream, or opens it anew.
    public void connect() {
        attempt.ifPresent(Attempt::end);
        if (closed) {
            return;
        }
        Attempt next = new Attempt();
        attempt = Optional.of(next);
        looked = 0;
        if (automatic.get()) {
            quality.set(Quality.EXACT);
        }
        state.set(State.CONNECTING);
        problem.set(Optional.empty());
        Thread.ofPlatform().daemon().name("desktop-stream").start(next::run);
        PauseTransition silence = new PauseTransition(SILENCE);
        silence.setOnFinished(_ -> {
            if (isNow(next) && state.get() == State.CONNECTING) {
                lost(next, problem("silent"), false);
            }
        });
        silence.play();
    }

    /// The person wants it tried again.
    public void retry() {
        failures = 0;
        connect();
    }

    /// One stream, from its opening to its end.
    private final class Attempt implements Viewer {
        private volatile Optional<Connector.Line> line = Optional.empty();
        private volatile Optional<RfbClient> client = Optional.empty();
        private volatile boolean ended;

        private void run() {
            try {
                Connector.Line open = connector.open();
                line = Optional.of(open);
                if (ended) {
                    end();
                    return;
                }
                RfbClient made = new RfbClient(open.in(), open.out(), wishes(), Optional.empty(), this);
                client = Optional.of(made);
                RfbException why = made.run();
                boolean again = why.kind() == RfbException.Kind.LOST || why.kind() == RfbException.Kind.ENDED;
                finish(problem(why), again);
            } catch (ProblemException e) {
                finish(e.problem(), false);
            } catch (IOException e) {
                finish(problem("unreachable", String.valueOf(e.getMessage())), true);
            } catch (RuntimeException e) {
                Unhandled.tell(e);
                finish(problem("fault", e.getClass().getSimpleName()), false);
            } catch (OutOfMemoryError e) {
                finish(problem("memory"), false);
            }
        }

        private void finish(Problem why, boolean again) {
            end();
            Platform.runLater(() -> lost(this, why, again));
        }

        private void end() {
            ended = true;
            client.ifPresent(RfbClient::close);
            line.ifPresent(open -> Thread.ofVirtual().start(() -> {
                try {
                    open.end().close();
                } catch (IOException e) {
                    Unhandled.tell(e);
                }
            }));
        }

        private Optional<RfbClient> client() {
            return client;
        }

        @Override
        public void sized(int width, int height) {
            frames.sized(width, height);
            Platform.runLater(() -> live(this));
        }

        @Override
        public void changed(Screen screen, List<Area> areas) {
            if (!ended) {
                frames.changed(screen, areas);
            }
        }

        @Override
        public void pointer(RemotePointer now) {
            tell(new News(this, Optional.of(now), Optional.empty(), Optional.empty()));
        }

        @Override
        public void copied(String text) {
            tell(new News(this, Optional.empty(), Optional.of(text), Optional.empty()));
        }

        @Override
        public void named(String now) {
            String shown = now.codePoints()
                    .filter(point -> !Character.isISOControl(point) && Character.getType(point) != Character.FORMAT)
                    .limit(LONGEST_NAME)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            tell(new News(this, Optional.empty(), Optional.empty(), Optional.of(shown)));
        }

        private void tell(News news) {
            latest.accumulateAndGet(
                    news,
                    (before, now) -> before == null || now == null || before.of() != now.of()
                            ? now
                            : new News(
                                    now.of(),
                                    now.pointer().or(before::pointer),
                                    now.copied().or(before::copied),
                                    now.name().or(before::name)));
            pulse.ask();
        }
    }

    /// Looks how full the link is, and asks less of it if need be.
    private void pace() {
        if (state.get() != State.LIVE || !automatic.get()) {
            looked = 0;
            return;
        }
        client().ifPresent(client -> {
            long now = System.nanoTime();
            if (looked != 0) {
                quality.set(Pace.next(quality.get(), client.arrived() - bytes, client.busy() - busy, now - looked));
            }
            bytes = client.arrived();
            busy = client.busy();
            looked = now;
        });
    }

    private boolean isNow(Attempt one) {
        return attempt.filter(now -> now == one).isPresent();
    }

    private void live(Attempt one) {
        if (isNow(one) && state.get() == State.CONNECTING) {
            state.set(State.LIVE);
            driverIs();
            if (pausedByPerson) {
                pause();
            }
        }
    }

    private void lost(Attempt one, Problem why, boolean again) {
        if (!isNow(one) || closed) {
            return;
        }
        one.end();
        if (state.get() == State.LIVE || state.get() == State.PAUSED) {
            failures = 0;
        }
        failures++;
        if (again && failures <= ATTEMPTS) {
            state.set(State.CONNECTING);
            PauseTransition wait = new PauseTransition(Duration.seconds(1 << (failures - 1)));
            wait.setOnFinished(_ -> {
                if (isNow(one)) {
                    connect();
                }
            });
            wait.play();
            return;
        }
        attempt = Optional.empty();
        problem.set(Optional.of(why));
        state.set(State.LOST);
    }

    private void news() {
        News news = latest.getAndSet(null);
        if (news != null && isNow(news.of())) {
            news.pointer().filter(_ -> drives()).ifPresent(now -> pointer.set(Optional.of(now)));
            news.name().ifPresent(name::set);
            news.copied().filter(_ -> drives()).ifPresent(text -> {
                copied.set(Optional.empty());
                copied.set(Optional.of(text));
            });
        }
        pictures.set(pictures.get() + 1);
    }

    private static Problem problem(RfbException why) {
        return problem(why.kind().name().toLowerCase(Locale.ROOT), String.valueOf(why.getMessage()));
    }

    private static Problem problem(String which, Object... arguments) {
        Problem.Kind kind = which.equals("fault") ? Problem.Kind.INTERNAL : Problem.Kind.UNAVAILABLE;
        return Problem.of(
                        kind,
                        "desktop-stream-" + which,
                        Words.text("stream.problem." + which),
                        Words.text("stream.problem." + which + ".detail", arguments))
                .withRemedy(Words.text("stream.problem." + which + ".remedy"));
    }

    private Wishes wishes() {
        Wishes wishes = quality.get().wishes();
        return drives() ? wishes : wishes.withTheirPointer();
    }

    private Optional<RfbClient> client() {
        return attempt.flatMap(Attempt::client).filter(_ -> state.get() == State.LIVE);
    }

    private Optional<RfbClient> driven() {
        return client().filter(_ -> drives());
    }

    /// Somebody else drives, by this name, and this person only watches; empty for this person.
    public void drives(Optional<String> somebody) {
        driver.set(somebody);
        if (somebody.isPresent()) {
            // Where somebody else points is part of the picture.
            pointer.set(Optional.empty());
        }
        driverIs();
    }

    private void driverIs() {
        attempt.flatMap(Attempt::client).ifPresent(client -> {
            client.wantCopies(drives());
            client.wish(wishes());
        });
    }

    /// Whether this person drives.
    public boolean drives() {
        return driver.get().isEmpty();
    }

    public void takeOver() {
        driving.take();
    }

    public void handOver() {
        driving.give();
    }

    /// The person does not want to see it for a while.
    public void pause() {
        pausedByPerson = true;
        if (state.get() == State.LIVE) {
            attempt.flatMap(Attempt::client).ifPresent(RfbClient::pause);
            state.set(State.PAUSED);
        }
    }

    public void resume() {
        pausedByPerson = false;
        if (state.get() == State.PAUSED) {
            state.set(State.LIVE);
            attempt.flatMap(Attempt::client).ifPresent(RfbClient::resume);
        }
    }

    void key(RemoteKey key, boolean down) {
        driven().ifPresent(client -> client.key(key, down));
    }

    void point(int x, int y, int buttons) {
        driven().ifPresent(client -> client.point(x, y, buttons));
    }

    void resize(int width, int height) {
        driven().ifPresent(client -> client.resize(width, height));
    }

    /// Lets the desktop have a text: only after the person did what pastes.
    void offer(String text) {
        driven().ifPresent(client -> client.offer(text));
    }

    public Frames frames() {
        return frames;
    }

    /// Changes in each pulse in which there may be a new picture.
    public ReadOnlyObjectProperty<Long> pictures() {
        return pictures;
    }

    public ReadOnlyObjectProperty<State> state() {
        return state;
    }

    /// Why it is lost.
    public ReadOnlyObjectProperty<Optional<Problem>> problem() {
        return problem;
    }

    /// Who else drives.
    public ReadOnlyObjectProperty<Optional<String>> driver() {
        return driver;
    }

    public ReadOnlyObjectProperty<Optional<RemotePointer>> pointer() {
        return pointer;
    }

    /// What was copied there last, while this person drove.
    public ReadOnlyObjectProperty<Optional<String>> copied() {
        return copied;
    }

    /// Whether less is asked of a link that proves too slow; else the quality stays as it was chosen.
    public BooleanProperty automatic() {
        return automatic;
    }

    public ObjectProperty<Quality> quality() {
        return quality;
    }

    /// What the desktop calls itself.
    public ReadOnlyObjectProperty<String> name() {
        return name;
    }

    @Override
    public void close() {
        closed = true;
        pacing.stop();
        frames.close();
        attempt.ifPresent(Attempt::end);
        attempt = Optional.empty();
    }
}
