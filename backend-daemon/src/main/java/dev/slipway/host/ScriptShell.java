package dev.slipway.host;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What all hosts have in common: scripts are installed once by their content, and each call is marked, so that it can
/// be ended with all that came of it. Where and how a script's process is started is the subclass's.
abstract class ScriptShell implements HostShell {
    static final ScriptSet OWN = ScriptSet.of(ScriptShell.class, "run.sh", "end.sh", "probe.sh");
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final int OUTPUT_LIMIT = 1 << 20;
    private static final int ERROR_LIMIT = 1 << 16;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /// Linux: MAX_ARG_STRLEN, 32 pages, with room for the closing NUL.
    private static final int ARGUMENT_LIMIT = 131_000;

    private final RandomGenerator random;
    private volatile @Nullable HostFacts facts;

    ScriptShell(RandomGenerator random) {
        this.random = random;
    }

    /// Installs a set unless it is there.
    /// @return its directory on the host
    abstract String install(ScriptSet set);

    /// Starts a program there; which is to end by [#end(String)], whatever its kind.
    abstract HostProcess launch(List<String> command, Mark mark) throws IOException;

    @Override
    public final HostFacts facts() {
        HostFacts known = facts;
        if (known == null) {
            HostResult result = run(OWN, "probe.sh", PATIENCE, root());
            if (!result.ok()) {
                throw failed("probe.sh", result.error()).toException();
            }
            known = HostFacts.parse(result.output());
            facts = known;
        }
        return known;
    }

    @Override
    public final Mark newMark() {
        return new Mark(Mark.randomGroup(random), 0);
    }

    @Override
    public final HostProcess start(HostCall call) {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                install(OWN) + "/run.sh",
                Long.toString(call.mark().limit()),
                install(call.scripts()) + "/" + call.script()));
        for (String argument : call.arguments()) {
            command.add(checked(argument));
        }
        try {
            return launch(command, call.mark());
        } catch (IOException e) {
            throw failed(call.script(), String.valueOf(e.getMessage())).toException(e);
        }
    }

    @Override
    public final HostResult run(ScriptSet scripts, String script, Duration limit, String... arguments) {
        HostProcess process = start(new HostCall(scripts, script, List.of(arguments), newMark()));
        FutureTask<String> error = new FutureTask<>(() -> bounded(process.stderr(), ERROR_LIMIT));
        FutureTask<String> output = new FutureTask<>(() -> bounded(process.stdout(), OUTPUT_LIMIT));
        Thread.ofVirtual().name("stderr of " + script).start(error);
        Thread.ofVirtual().name("stdout of " + script).start(output);
        try {
            process.stdin().close();
            OptionalInt exit = process.waitFor(limit);
            if (exit.isEmpty()) {
                process.end();
                throw Problem.unavailable(
                                "host-too-slow",
                                "The host did not answer in time",
                                "The script " + script + " on host " + id().value() + " took longer than "
                                        + limit.toSeconds() + " s and was ended.")
                        .withRemedy("Look at the host's load and disk, then try again.")
                        .toException();
            }
            return new HostResult(exit.getAsInt(), output.get(), error.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.end();
            throw interrupted(script, e);
        } catch (IOException | ExecutionException e) {
            throw failed(script, String.valueOf(e.getMessage())).toException(e);
        }
    }

    @Override
    public final void endGroup(long group) {
        end(Mark.pattern(group));
    }

    final void end(String pattern) {
        // An interrupted caller is often the very reason to end something: finish it all the same.
        boolean interrupted = Thread.interrupted();
        try {
            HostResult result = run(OWN, "end.sh", PATIENCE, pattern);
            if (!result.ok()) {
                throw failed("end.sh", result.error()).toException();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    String checked(String argument) {
        if (argument.indexOf('\0') >= 0) {
            throw Problem.invalid(
                            "nul-in-argument", "A NUL character is not allowed here", "No program can be given it.")
                    .toException();
        }
        if (argument.getBytes(StandardCharsets.UTF_8).length > ARGUMENT_LIMIT) {
            throw Problem.of(
                            Problem.Kind.TOO_LARGE,
                            "argument-too-long",
                            "This command is too long",
                            "One argument of a program can have " + ARGUMENT_LIMIT + " bytes; this one has more.")
                    .withRemedy("Write the text to a file and use the file.")
                    .toException();
        }
        return argument;
    }

    private static String bounded(InputStream in, int limit) throws IOException {
        byte[] start = in.readNBytes(limit);
        in.transferTo(OutputStream.nullOutputStream());
        return new String(start, StandardCharsets.UTF_8);
    }

    private Problem failed(String script, String said) {
        return Problem.unavailable(
                "host-failed",
                "The host could not do it",
                "The script " + script + " on host " + id().value() + " failed: " + said.strip());
    }

    private ProblemException interrupted(String script, InterruptedException cause) {
        return Problem.unavailable("interrupted", "Stopped", "The script " + script + " was stopped before its end.")
                .toException(cause);
    }
}
