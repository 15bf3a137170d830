package dev.slipway.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.host.HostShell;
import dev.slipway.journal.Journal;
import dev.slipway.journal.Journals;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.TodoItem;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A host with sandboxes and journals in a fresh directory, and all that a tool needs.
public final class Workbench implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final Sandboxes sandboxes;
    private final Journals journals;
    private final AtomicInteger made = new AtomicInteger();

    public Workbench() {
        try {
            root = Files.createTempDirectory("slipway-tools");
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        Random random = new Random();
        sandboxes = new Sandboxes(HostShell.local(root.resolve("host"), random), SandboxSettings.standard(), random);
        journals = new Journals(root.resolve("sessions"), InstantSource.system());
    }

    public Sandbox sandbox() {
        return sandboxes.create(spec());
    }

    Sandbox sandbox(SandboxSpec spec) {
        return sandboxes.create(spec);
    }

    SandboxSpec spec() {
        return SandboxSpec.of(new SandboxId("tools-" + made.incrementAndGet()));
    }

    public Journal journal() {
        return journals.create(SessionId.of(made.incrementAndGet(), 0));
    }

    public Journals journals() {
        return journals;
    }

    Desk desk() {
        return new Desk(sandbox(), journal());
    }

    /// Waits for a condition, at most 10 s.
    public static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It did not come true within 10 s");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        sandboxes.list().forEach(Sandbox::destroy);
        journals.close();
        // Root may delete whatever a sandbox made; an ordinary user does so as root of a user namespace.
        Process delete = new ProcessBuilder(
                        "sh", "-c", "rm -rf \"$0\" 2>/dev/null || unshare -U -r rm -rf \"$0\"", root.toString())
                .inheritIO()
                .start();
        if (delete.onExit().join().exitValue() != 0) {
            throw new IOException("can't delete " + root);
        }
    }

    /// One sandbox, and a toolbox whose calls act there.
    static final class Desk {
        final Sandbox sandbox;
        final Journal journal;
        final BackgroundProcesses background = new BackgroundProcesses(InstantSource.system());
        final List<String> live = new CopyOnWriteArrayList<>();
        final List<List<TodoItem>> todos = new ArrayList<>();
        final List<String> left = new ArrayList<>();
        final List<PullRequestOpener.Draft> drafts = new ArrayList<>();
        private final Toolbox toolbox = Toolbox.standard();

        Desk(Sandbox sandbox, Journal journal) {
            this.sandbox = sandbox;
            this.journal = journal;
        }

        ToolResult run(String tool, String arguments) throws InterruptedException {
            try {
                return toolbox.find(tool).orElseThrow().run(JSON.readTree(arguments), context());
            } catch (JsonProcessingException malformed) {
                throw new IllegalArgumentException(malformed);
            }
        }

        ToolResult shell(String command) throws InterruptedException {
            return run("shell", JSON.createObjectNode().put("command", command).toString());
        }

        ToolContext context() {
            return new ToolContext(
                    effect -> sandbox,
                    live::add,
                    journal.blobs(),
                    background,
                    draft -> {
                        drafts.add(draft);
                        return new PullRequestOpener.Opened(
                                new PullRequestRef(new RepositoryId("sample"), 7), true, "It changes 2 files.");
                    },
                    new TurnNotes() {
                        @Override
                        public void todos(List<TodoItem> items) {
                            todos.add(items);
                        }

                        @Override
                        public void left(String sentence) {
                            left.add(sentence);
                        }
                    },
                    Map.of("GIT_AUTHOR_NAME", "Ada"));
        }

        void put(String path, String content) throws InterruptedException {
            sandbox.files().write(path, content.getBytes(UTF_8));
        }

        String get(String path) throws InterruptedException {
            return new String(sandbox.files().read(path, 0, 1 << 20).bytes(), UTF_8);
        }

        /// What a program in the sandbox says; it must succeed.
        String in(String command) throws InterruptedException {
            ExecResult result = sandbox.run(ExecSpec.bash(command));
            if (!result.ok()) {
                throw new IllegalStateException(result.error());
            }
            return result.output();
        }
    }
}
