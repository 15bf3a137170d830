package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.model.wire.SessionCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The story of `slipway demo --hosts N`: sessions on several machines, one of which is lost. The machines are SSH
/// servers of this computer; whatever happens to them is real.
final class HostsDemo {
    private static final ModelName MODEL = new ModelName("rehearsal/hosts");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SETTINGS = "sandbox: {lost_after_seconds: 3}\n";

    private final Surroundings surroundings;
    private final DaemonProcess daemon;
    private final Path place;
    private final Slipway slipway;
    private final Console console;
    private final int count;
    private final List<LoopbackHost> hosts = new ArrayList<>();
    private int step;

    /// @param count machines besides this one
    HostsDemo(Slipway shown, Surroundings surroundings, DaemonProcess daemon, Path place, int count) {
        this.surroundings = surroundings;
        this.daemon = daemon;
        this.place = place;
        this.slipway = shown.in(surroundings, Optional.empty());
        this.console = shown.console();
        this.count = count;
    }

    void play() throws InterruptedException {
        try {
            startDaemon();
            addHosts();
            List<SessionId> sessions = runSessions();
            SessionId lost = sessions.getFirst();
            HostId gone = hostOf(lost);
            lose(gone);
            goOn(lost, gone);
            comeBack(gone);
        } finally {
            // The daemon destroys its sandboxes when it ends; for that it must reach them.
            daemon.end();
            hosts.forEach(LoopbackHost::close);
        }
    }

    private void startDaemon() throws InterruptedException {
        step("A daemon starts, with a port and a home of its own.");
        Path home = Home.of(surroundings).directory();
        try (InputStream script = HostsDemo.class.getResourceAsStream("hosts-rehearsal.yaml")) {
            Files.createDirectories(home.resolve("rehearsals"));
            Files.copy(Objects.requireNonNull(script), home.resolve("rehearsals/hosts.yaml"));
            Files.writeString(home.resolve("config.yml"), SETTINGS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        say("It listens at " + daemon.start(Map.of(), List.of()) + ".");
    }

    private void addHosts() throws InterruptedException {
        step(count + " machines are added. Each is an SSH server of this computer that plays another one.");
        String key = slipway.api().call(HostCalls.LIST).value().publicKey();
        for (int i = 1; i <= count; i++) {
            LoopbackHost host = new LoopbackHost("far-" + i, place.resolve("far-" + i), key);
            hosts.add(host);
            String fingerprint = host.fingerprint();
            say(console.dim("slipway host add " + host.name() + " " + host.address() + " --accept " + fingerprint));
            HostStatus added = slipway.api()
                    .call(HostCalls.ADD)
                    .value(new HostCalls.NewHost(
                            new HostId(host.name()),
                            host.address(),
                            Optional.empty(),
                            fingerprint,
                            Optional.empty(),
                            Optional.of(host.root().toString()),
                            List.of(),
                            Optional.of(2)));
            if (added.condition() != HostCondition.READY) {
                throw failed(host.name() + " is " + added.condition() + " after it was added.");
            }
        }
        slipway.api()
                .call(HostCalls.CHANGE, "local")
                .value(new HostCalls.HostChange(Optional.empty(), Optional.empty(), Optional.of(Admission.CORDONED)));
        say("This machine is cordoned, so that sessions go to the others.");
        showHosts();
    }

    private List<SessionId> runSessions() throws InterruptedException {
        step(count + " sessions run. The model is a scripted rehearsal; machines, sandboxes, git and files are real.");
        Path sample = place.resolve(SampleRepository.NAME);
        SampleRepository.create(sample, new Git(surroundings.environment()));
        Repository repository = new RepositoryChoice(slipway)
                .add(sample.toString(), Optional.of(new RepositoryId(SampleRepository.NAME)));
        List<SessionId> sessions = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            SessionId session = slipway.api()
                    .call(SessionCalls.CREATE)
                    .value(new SessionCalls.NewSession(
                            repository.id(),
                            Optional.empty(),
                            Optional.of(MODEL),
                            Optional.of("Leave a note, please."),
                            List.of(),
                            Optional.of("Session " + i)))
                    .id();
            follow(session, 1);
            sessions.add(session);
        }
        showHosts();
        return sessions;
    }

    private void lose(HostId gone) throws InterruptedException {
        step("Machine " + gone.value() + " is lost: its SSH server and all that came of it are killed.");
        host(gone).kill();
        long began = System.nanoTime();
        await(gone, "is seen as lost", status -> status.condition() == HostCondition.UNREACHABLE);
        // Its sessions are given up 3 s after it was seen last.
        TimeUnit.SECONDS.sleep(3);
        say("After " + Wording.duration(Duration.ofNanos(System.nanoTime() - began)) + ":");
        showHosts();
    }

    private void goOn(SessionId session, HostId gone) throws InterruptedException {
        step("Its session gets another prompt, and goes on elsewhere from what was committed.");
        long seen = slipway.api()
                .call(SessionCalls.GET, session.value())
                .value()
                .summary()
                .lastSeq();
        slipway.api()
                .call(SessionCalls.PROMPT, session.value())
                .value(new SessionCalls.NewPrompt(
                        Optional.empty(),
                        "Can you still find what you left?",
                        Optional.empty(),
                        List.of(),
                        Optional.empty()));
        follow(session, seen + 1);
        HostId now = hostOf(session);
        if (now.equals(gone)) {
            throw failed("The session is said to be on " + gone.value() + " still.");
        }
        showHosts();
    }

    private void comeBack(HostId gone) throws InterruptedException {
        step("Machine " + gone.value() + " comes back. What the session left behind there is destroyed.");
        int before = status(gone).sandboxes();
        host(gone).start();
        await(
                gone,
                "is back and clear",
                status -> status.condition() == HostCondition.READY && status.sandboxes() < before);
        showHosts();
    }

    private void follow(SessionId session, long from) throws InterruptedException {
        int ended = new Following(slipway, session, new Following.Until.AtRest())
                .withoutFarewell()
                .run(from);
        if (ended != ExitCode.OK) {
            throw failed("A session did not end well.");
        }
    }

    private HostId hostOf(SessionId session) throws InterruptedException {
        return slipway.api().call(SessionCalls.EVENTS, session.value()).value().events().stream()
                .map(envelope -> envelope.event())
                .filter(SessionEvent.SandboxReady.class::isInstance)
                .map(SessionEvent.SandboxReady.class::cast)
                .reduce((_, later) -> later)
                .flatMap(SessionEvent.SandboxReady::host)
                .orElseThrow(() -> failed("A session had no sandbox."));
    }

    private LoopbackHost host(HostId id) {
        return hosts.stream()
                .filter(host -> host.name().equals(id.value()))
                .findFirst()
                .orElseThrow(() -> failed("A session ran on " + id.value() + "."));
    }

    private HostStatus status(HostId id) throws InterruptedException {
        return slipway.api().call(HostCalls.GET, id.value()).value();
    }

    private void await(HostId id, String what, Predicate<HostStatus> condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(status(id))) {
            if (System.nanoTime() > deadline) {
                throw failed("It took more than " + PATIENCE.toSeconds() + " s until " + id.value() + " " + what + ".");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void showHosts() throws InterruptedException {
        console.line("");
        console.table(slipway.api().call(HostCalls.LIST).value().hosts().stream()
                .map(HostCommand::row)
                .toList());
    }

    private void step(String text) {
        step++;
        console.line("");
        console.line(console.bold(step + ". " + text));
    }

    private void say(String text) {
        console.line("   " + text);
    }

    private ProblemException failed(String why) {
        return Problem.of(Problem.Kind.INTERNAL, "demo-failed", "The demo failed in step " + step, why)
                .withRemedy("Please report it, with the output above.")
                .toException();
    }
}
