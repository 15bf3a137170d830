package dev.slipway.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.host.HostShell;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Execution;
import dev.slipway.sandbox.Limits;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxedWorkspaceTest {
    private static final BranchName MAIN = new BranchName("main");
    private static final SessionId SESSION = SessionId.of(1_790_000_000_000L, 7);
    private static final BranchName WORK = Workspaces.branchFor(SESSION, "Work");
    private static final Author ADA = new Author(new UserId("ada"), "Ada \"the\" Lovelace", "ada@example.org");

    private final Path root;
    private final Path host = Files.createTempDirectory("slipway-git");
    private final RealGit origin;
    private final Mirrors mirrors;
    private final Sandboxes sandboxes;
    private final Sandbox sandbox;
    private final GitExec place;
    private final Workspaces workspaces = new Workspaces(GitIdentity.AGENT);

    SandboxedWorkspaceTest(@TempDir Path root) throws IOException {
        this.root = root;
        origin = RealGit.init(root.resolve("origin"));
        origin.commit("src/app.sh", "echo hello\n");
        mirrors = new Mirrors(root.resolve("repos"));
        Random random = new Random();
        sandboxes = new Sandboxes(
                HostShell.local(host, random), SandboxSettings.standard().withUnisolated(true), random);
        Assumptions.assumeTrue(sandboxes.isolation().isolated(), "needs a host that can isolate");
        sandbox = sandboxes.create(SandboxSpec.of(new SandboxId("git-1")));
        place = GitExec.in(sandbox);
    }

    @AfterEach
    void close() throws IOException {
        sandbox.destroy();
        mirrors.close();
        // Root may delete whatever a sandbox made; an ordinary user does so as root of a user namespace.
        new ProcessBuilder("sh", "-c", "rm -rf \"$0\" 2>/dev/null || unshare -U -r rm -rf \"$0\"", host.toString())
                .start()
                .onExit()
                .join();
    }

    @Test
    void codeGoesInIsChangedByTheAgentAndComesOut() throws InterruptedException {
        Mirror mirror = imported();
        SyncResult prepared = workspaces.prepare(place, mirror, MAIN, mirror.tip(MAIN), WORK);
        assertThat(prepared.head()).isEqualTo(mirror.tip(MAIN));
        assertThat(shell("cat src/app.sh && git status --porcelain && git log --oneline | wc -l"))
                .isEqualTo("echo hello\n1\n");

        shell("echo 'echo bye' >> src/app.sh && git commit -qam 'By the agent' && echo new > new.txt");
        Diff diff = workspaces.diff(place, prepared.base(), DiffLimits.REVIEW);
        Committed made = workspaces
                .commitAll(place, WORK, new CommitRequest(SESSION, ADA, List.of(), "Add new.txt"))
                .orElseThrow();

        assertThat(diff.stat().files()).isEqualTo(2);
        assertThat(workspaces.publish(place, mirror, WORK)).contains(made.commit());
        RealGit bare = new RealGit(root.resolve("repos/shop.git"));
        assertThat(bare.run("log", "--format=%an|%ae|%cn|%s", "main.." + WORK.value()))
                .isEqualTo("Ada \"the\" Lovelace|ada@example.org|Slipway Agent|Add new.txt\n"
                        + "Ada \"the\" Lovelace|ada@example.org|Slipway Agent|By the agent");
        assertThat(shell("git push -q origin HEAD && git fetch -q && git branch -r | sort"))
                .contains("origin/main", "origin/" + WORK.value());
    }

    @Test
    void whatTheAgentPushedInsideStillComesOut() throws InterruptedException {
        Mirror mirror = imported();
        workspaces.prepare(place, mirror, MAIN, mirror.tip(MAIN), WORK);
        assertThat(workspaces.publish(place, mirror, WORK)).isEmpty();
        shell("echo x > x && git add x && git commit -qm X && git push -q -u origin HEAD");

        Optional<CommitId> tip = workspaces.publish(place, mirror, WORK);

        assertThat(tip).isPresent().isEqualTo(mirror.tip(WORK));
    }

    @Test
    void nothingInsideTellsWhereTheDaemonKeepsThings() throws InterruptedException {
        Mirror mirror = imported();
        workspaces.prepare(place, mirror, MAIN, mirror.tip(MAIN), WORK);

        assertThat(shell(
                        "grep -rl -e '" + root + "' -e '" + host + "' /workspace/.git /home/agent 2>/dev/null || true"))
                .isEmpty();
        assertThat(shell("git config --list")).contains("remote.origin.url=/home/agent/.slipway/origin.git");
    }

    @Test
    void whatTheAgentPutsIntoItsRepositoryRunsNowhereElse() throws InterruptedException {
        Mirror mirror = imported();
        workspaces.prepare(place, mirror, MAIN, mirror.tip(MAIN), WORK);
        Path trap = root.resolve("trapped");
        shell("""
                for hook in pre-commit post-commit reference-transaction post-index-change pre-push update post-receive; do
                    printf '#!/bin/sh\\ntouch %s\\nexit 1\\n' > .git/hooks.$hook
                done
                mkdir -p .git/hooks && for f in .git/hooks.*; do mv "$f" ".git/hooks/${f#.git/hooks.}"; done
                chmod +x .git/hooks/*
                git config core.fsmonitor 'touch %s'
                git config core.sshCommand 'touch %s'
                git config uploadpack.packObjectsHook 'touch %s'
                git config filter.x.clean 'touch %s; cat'
                echo '* filter=x' > .gitattributes
                echo y > y
                """.replace("%s", trap.toString()));

        assertThat(workspaces.commitAll(place, WORK, new CommitRequest(SESSION, ADA, List.of(), "Y")))
                .isPresent();
        assertThat(workspaces.publish(place, mirror, WORK)).isPresent();
        workspaces.sync(place, mirror, MAIN, WORK);
        assertThat(trap).doesNotExist();
    }

    @Test
    void aProgramThatTakesThePlaceOfGitGetsNothingThrough() throws InterruptedException {
        Mirror mirror = imported();
        workspaces.prepare(place, mirror, MAIN, mirror.tip(MAIN), WORK);
        shell("echo x > x && git add x && git commit -qm X");
        String tip = shell("git rev-parse HEAD").strip();
        GitExec liar = new Liar(place, "echo 'tip " + tip + "'; echo go; cat >/dev/null & head -c 100000 /dev/urandom");

        assertThatThrownBy(() -> workspaces.publish(liar, mirror, WORK)).hasMessageContaining("refused");
        GitExec chatterbox = new Liar(place, "yes have");
        assertThatThrownBy(() -> workspaces.publish(chatterbox, mirror, WORK)).hasMessageContaining("more than");
        assertThat(mirror.tip(WORK)).isEmpty();
    }

    @Test
    void aFullProcessTableIsSaidAndPasses() throws InterruptedException {
        Mirror mirror = imported();
        Sandbox small =
                sandboxes.create(SandboxSpec.of(new SandboxId("git-2")).withLimits(Limits.DEFAULT.withProcesses(30)));
        try {
            GitExec there = GitExec.in(small);
            workspaces.prepare(there, mirror, MAIN, mirror.tip(MAIN), WORK);
            Execution crowd = small.start(
                    ExecSpec.shell("echo x > x; for i in $(seq 200); do sleep 1000 & done; echo never; wait"));
            assertThat(crowd.waitFor().ok()).isFalse();

            assertThatThrownBy(() -> commit(there)).hasMessageContaining("no process left");

            crowd.kill();
            assertThat(commit(there)).isPresent();
        } finally {
            small.destroy();
        }
    }

    private Optional<Committed> commit(GitExec there) {
        return workspaces.commitAll(there, WORK, new CommitRequest(SESSION, ADA, List.of(), "X"));
    }

    private Mirror imported() {
        return mirrors.importFrom(
                        new RepositoryId("shop"),
                        Origin.parse(origin.directory().toString()),
                        Optional.empty(),
                        ImportProgress.SILENT)
                .mirror();
    }

    private String shell(String line) throws InterruptedException {
        ExecResult result = sandbox.run(ExecSpec.shell(line).with(workspaces.environment(ADA)));
        assertThat(new String(result.stderr(), StandardCharsets.UTF_8)).isEmpty();
        assertThat(result.exit().ok()).isTrue();
        return new String(result.stdout(), StandardCharsets.UTF_8);
    }

    /// Runs another program than the one asked for.
    private record Liar(GitExec place, String line) implements GitExec {
        @Override
        public Running start(List<String> command, java.util.Map<String, String> environment) throws IOException {
            return place.start(List.of("/bin/sh", "-c", line), environment);
        }

        @Override
        public String workspace() {
            return place.workspace();
        }

        @Override
        public String origin() {
            return place.origin();
        }
    }
}
