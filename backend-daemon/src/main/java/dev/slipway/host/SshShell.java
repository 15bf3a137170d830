package dev.slipway.host;

import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.ssh.SshProcess;
import dev.slipway.ssh.SshServer;
import dev.slipway.ssh.SshStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/// The scripts on another machine, over SSH.
final class SshShell extends ScriptShell {
    /// OpenSSH takes packets of 256 KiB, and a command is one packet.
    private static final int COMMAND_LIMIT = 200_000;

    private static final String INSTALL = """
            set -eu
            mkdir -p "$1/scripts"
            cd "$1/scripts"
            [ ! -d "$2" ] || exit 0
            umask 022
            mkdir "new.$$"
            """;

    private final HostId id;
    private final SshServer server;
    private final String root;
    private final Map<String, String> installed = new ConcurrentHashMap<>();

    SshShell(HostId id, SshServer server, String root, RandomGenerator random) {
        super(random);
        if (!root.startsWith("/") || root.endsWith("/")) {
            throw HostProblems.badRoot(root);
        }
        this.id = id;
        this.server = server;
        this.root = root;
    }

    @Override
    public HostId id() {
        return id;
    }

    @Override
    public Optional<SshServer> server() {
        return Optional.of(server);
    }

    @Override
    public String root() {
        return root;
    }

    @Override
    public HostStream connect(String socket) {
        SshStream stream = server.connect(socket);
        return new HostStream() {
            @Override
            public InputStream in() {
                return stream.in();
            }

            @Override
            public OutputStream out() {
                return stream.out();
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }

    /// Locale-free, so that nothing depends on what the login shell was told.
    @Override
    HostProcess launch(List<String> command, Mark mark) {
        List<String> whole = new ArrayList<>(List.of("exec", "/usr/bin/env", "-i", "PATH=" + PATH));
        whole.addAll(command);
        int bytes = whole.stream().mapToInt(SshShell::quotedBytes).sum();
        if (bytes > COMMAND_LIMIT) {
            throw Problem.of(
                            Problem.Kind.TOO_LARGE,
                            "argument-too-long",
                            "This command is too long",
                            "A command for another machine can have " + COMMAND_LIMIT + " bytes; this one has " + bytes
                                    + ".")
                    .withRemedy("Write the text to a file and use the file.")
                    .toException();
        }
        return new Remote(server.start(whole), mark);
    }

    @Override
    String install(ScriptSet set) {
        return installed.computeIfAbsent(set.hash(), hash -> {
            upload(set);
            return root + "/scripts/" + hash;
        });
    }

    /// One program that reads what it installs from its own text; the directory appears whole or not at all.
    private void upload(ScriptSet set) {
        String end = "END_OF_" + set.hash();
        StringBuilder text = new StringBuilder(INSTALL);
        set.scripts()
                .forEach((name, content) -> text.append("cat >\"new.$$/")
                        .append(name)
                        .append("\" <<'")
                        .append(end)
                        .append("'\n")
                        .append(content)
                        .append(content.endsWith("\n") ? "" : "\n")
                        .append(end)
                        .append('\n'));
        text.append("mv -T \"new.$$\" \"$2\" 2>/dev/null || rm -rf \"new.$$\"\n[ -d \"$2\" ]\n");
        SshProcess process = server.start(List.of("exec", "/bin/sh", "-s", "--", root, set.hash()));
        try (OutputStream stdin = process.stdin()) {
            stdin.write(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw notInstalled(String.valueOf(e.getMessage())).toException(e);
        }
        try {
            String said = new String(process.stderr().readAllBytes(), StandardCharsets.UTF_8);
            int exit = waitFor(process.onExit().toCompletableFuture());
            if (exit != 0) {
                throw notInstalled(said.isBlank() ? "the shell ended with " + exit : said.strip())
                        .toException();
            }
        } catch (IOException e) {
            throw notInstalled(String.valueOf(e.getMessage())).toException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notInstalled("it was interrupted").toException(e);
        } finally {
            process.close();
        }
    }

    private Problem notInstalled(String why) {
        return Problem.unavailable(
                        "host-failed",
                        "The host could not do it",
                        "Slipway's scripts can't be installed in " + root + " on host " + id.value() + ": " + why)
                .withRemedy("See to it that the user may write there, that there is room, and that /bin/sh is a POSIX"
                        + " shell.");
    }

    private static int quotedBytes(String word) {
        int quotes = (int) word.chars().filter(c -> c == '\'').count();
        return word.getBytes(StandardCharsets.UTF_8).length + 3 * quotes + 3;
    }

    private static int waitFor(CompletableFuture<Integer> exit) throws InterruptedException {
        try {
            return exit.get();
        } catch (ExecutionException e) {
            throw problem(e);
        }
    }

    private static RuntimeException problem(Exception failed) {
        return failed.getCause() instanceof ProblemException problem
                ? problem
                : new CompletionException(failed.getCause());
    }

    private final class Remote implements HostProcess {
        private final SshProcess process;
        private final Mark mark;

        Remote(SshProcess process, Mark mark) {
            this.process = process;
            this.mark = mark;
        }

        @Override
        public OutputStream stdin() {
            return process.stdin();
        }

        @Override
        public InputStream stdout() {
            return process.stdout();
        }

        @Override
        public InputStream stderr() {
            return process.stderr();
        }

        @Override
        public int waitFor() throws InterruptedException {
            return SshShell.waitFor(process.onExit().toCompletableFuture());
        }

        @Override
        public OptionalInt waitFor(Duration limit) throws InterruptedException {
            try {
                return OptionalInt.of(
                        process.onExit().toCompletableFuture().get(limit.toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                return OptionalInt.empty();
            } catch (ExecutionException e) {
                throw problem(e);
            }
        }

        @Override
        public boolean runs() {
            return !process.onExit().toCompletableFuture().isDone();
        }

        @Override
        public CompletionStage<Integer> onExit() {
            return process.onExit();
        }

        @Override
        public void end() {
            SshShell.this.end(mark.pattern());
        }
    }
}
