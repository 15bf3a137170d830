package dev.slipway.host;

import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
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
import java.util.random.RandomGenerator;

/// The scripts as child processes of the daemon.
final class LocalShell extends ScriptShell {
    private final Path root;
    private final OptionalInt user;
    private final Map<String, String> installed = new ConcurrentHashMap<>();

    LocalShell(Path root, RandomGenerator random, OptionalInt user) {
        super(random);
        this.user = user;
        this.root = root.toAbsolutePath().normalize();
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
    public HostStream connect(String socket) {
        try {
            return LocalStream.to(socket);
        } catch (IOException e) {
            throw HostProblems.nothingThere(id(), socket, e).toException(e);
        }
    }

    @Override
    HostProcess launch(List<String> command, Mark mark) throws IOException {
        List<String> whole = new ArrayList<>();
        user.ifPresent(
                uid -> whole.addAll(List.of("setpriv", "--reuid", "" + uid, "--regid", "" + uid, "--clear-groups")));
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole);
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.directory(Path.of("/").toFile());
        return new Local(builder.start(), mark);
    }

    @Override
    String install(ScriptSet set) {
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
            return target.toString();
        });
    }

    @Override
    String checked(String argument) {
        super.checked(argument);
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
