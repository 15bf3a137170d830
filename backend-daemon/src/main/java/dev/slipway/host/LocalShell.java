package dev.slipway.host;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The scripts as child processes of the daemon.
final class LocalShell implements HostShell {
    private static final ScriptSet OWN = ScriptSet.of(LocalShell.class, "run.sh", "end.sh", "probe.sh");
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int OUTPUT_LIMIT = 1 << 20;
    private static final int ERROR_LIMIT = 1 << 16;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /// Linux: MAX_ARG_STRLEN, 32 pages, with room for the closing NUL.
    private static final int ARGUMENT_LIMIT = 131_000;

    private final Path root;
    private final RandomGenerator random;
    private final OptionalInt user;
    private final Map<String, Path> installed = new ConcurrentHashMap<>();
    private volatile @Nullable HostFacts facts;

    LocalShell(Path root, RandomGenerator random, OptionalInt user) {
        this.user = user;
        this.root = root.toAbsolutePath().normalize();
        this.random = random;
    }

    @Override
    public HostId id() {
        return HostId.LOCAL;
    }

    @Override
    public String root() {
        return root.toString();
    }

    @Override
    public HostFacts facts() {
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
    public Mark newMark() {
        return new Mark(Mark.randomGroup(random), 0);
    }

    @Override
    public HostProcess start(HostCall call) {
        List<String> command = new ArrayList<>();
        user.ifPresent(
                uid -> command.addAll(List.of("setpriv", "--reuid", "" + uid, "--regid", "" + uid, "--clear-groups")));
        command.addAll(List.of(
                "/bin/sh",
                install(OWN).resolve("run.sh").toString(),
                Long.toString(call.mark().limit()),
                install(call.scripts()).resolve(call.script()).toString()));
        for (String argument : call.arguments()) {
            command.add(checked(argument));
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.directory(Path.of("/").toFile());
        try {
            return new Local(builder.start(), call.mark());
        } catch (IOException e) {
            throw failed(call.script(), String.valueOf(e.getMessage())).toException(e);
        }
    }

    @Override
    public HostResult run(ScriptSet scripts, String script, Duration limit, String... arguments) {
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
    public void endGroup(long group) {
        end(Mark.pattern(group));
    }

    private void end(String pattern) {
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

    private Path install(ScriptSet set) {
        return installed.computeIfAbsent(set.hash(), hash -> {
            Path target = root.resolve("scripts").resolve(hash);
            try {
                if (!Files.isDirectory(target)) {
                    Path parent = Files.createDirectories(target.getParent());
                    Path fresh = Files.createTempDirectory(
                            parent,
                            "new",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
                    for (Map.Entry<String, String> script : set.scripts().entrySet()) {
                        Files.writeString(fresh.resolve(script.getKey()), script.getValue());
                    }
                    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                if (!Files.isDirectory(target)) {
                    throw new UncheckedIOException("can't install scripts in " + target, e);
                }
            }
            return target;
        });
    }

    private String checked(String argument) {
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
        Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        if (!charset.newEncoder().canEncode(argument)) {
            throw Problem.invalid(
                            "locale-too-small",
                            "The daemon's locale can't say this",
                            "The daemon runs with the character set " + charset + ", which lacks a character of a"
                                    + " command or file name.")
                    .withRemedy("Start the daemon with LC_ALL=C.UTF-8.")
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

    private final class Local implements HostProcess {
        private final Process process;
        private final Mark mark;

        Local(Process process, Mark mark) {
            this.process = process;
            this.mark = mark;
        }

        @Override
        public OutputStream stdin() {
            return process.getOutputStream();
        }

        @Override
        public InputStream stdout() {
            return process.getInputStream();
        }

        @Override
        public InputStream stderr() {
            return process.getErrorStream();
        }

        @Override
        public int waitFor() throws InterruptedException {
            return process.waitFor();
        }

        @Override
        public OptionalInt waitFor(Duration limit) throws InterruptedException {
            return process.waitFor(limit) ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
        }

        @Override
        public boolean runs() {
            return process.isAlive();
        }

        @Override
        public CompletionStage<Integer> onExit() {
            return process.onExit().thenApply(Process::exitValue);
        }

        @Override
        public void end() {
            LocalShell.this.end(mark.pattern());
        }
    }
}
