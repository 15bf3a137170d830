package dev.slipway.tool;

import dev.slipway.sandbox.Execution;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Programs that a session's agent left running in its sandbox, such as a server under test. They live from call to
/// call and from turn to turn, until they are killed, a person stops the agent, or the sandbox ends.
public final class BackgroundProcesses {
    /// Running at once in one session.
    static final int MOST = 20;

    private final Map<String, BackgroundProcess> processes = new LinkedHashMap<>();
    private final InstantSource clock;
    private int started;

    public BackgroundProcesses(InstantSource clock) {
        this.clock = clock;
    }

    /// Takes care of a program from here on, and gives it an id.
    synchronized BackgroundProcess adopt(String command, Execution execution) {
        started++;
        BackgroundProcess process = new BackgroundProcess("bg" + started, command, execution, clock.instant());
        processes.put(process.id(), process);
        processes.values().stream()
                .filter(BackgroundProcess::ended)
                .limit(Math.max(0, processes.size() - MOST))
                .toList()
                .forEach(old -> processes.remove(old.id()));
        return process;
    }

    synchronized boolean full() {
        return processes.values().stream().filter(p -> !p.ended()).count() >= MOST;
    }

    synchronized Optional<BackgroundProcess> find(String id) {
        return Optional.ofNullable(processes.get(id));
    }

    /// The ids and what they run, for a model that asks for one that is not there.
    synchronized String known() {
        return processes.isEmpty()
                ? "No background process is known; those of an earlier sandbox have ended with it."
                : processes.values().stream()
                        .map(p -> p.id() + " (" + p.command() + ")")
                        .collect(Collectors.joining(", ", "There are: ", "."));
    }

    /// Ends all of them, at once, and all that they started. Their last output can still be read.
    public void end() throws InterruptedException {
        List<Thread> killers = new ArrayList<>();
        for (BackgroundProcess process : running()) {
            killers.add(Thread.ofVirtual().name("end-" + process.id()).start(process::kill));
        }
        for (Thread killer : killers) {
            killer.join(Duration.ofSeconds(2));
        }
    }

    /// A program that runs.
    public record Program(String command, Instant since) {}

    /// Those that run, the oldest first.
    public List<Program> programs() {
        return running().stream()
                .map(process -> new Program(process.command(), process.since()))
                .toList();
    }

    private synchronized List<BackgroundProcess> running() {
        return processes.values().stream().filter(p -> !p.ended()).toList();
    }
}
