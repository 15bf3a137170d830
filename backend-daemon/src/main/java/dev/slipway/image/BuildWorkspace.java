package dev.slipway.image;

import dev.slipway.git.GitExec;
import dev.slipway.git.Mirror;
import dev.slipway.git.SyncResult;
import dev.slipway.git.Workspaces;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.problem.Problem;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Sandbox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The work tree of a build: brought to the newest commit before, and left so that a session finds no change in
/// it that nobody made.
final class BuildWorkspace {
    /// What an older image holds may have been rewritten since.
    private static final String FORCE = """
            git checkout -q -f -B "$1" "$2" && git reset -q --hard "$2\"""";

    /// Changes of tracked files are undone; new ones that nobody ignores are ignored from now on, so that no
    /// session commits what a build has made.
    private static final String TIDY = FORCE + """

            [ $? -eq 0 ] || exit 1
            mkdir -p .git/info
            git -c core.quotePath=false ls-files --others --exclude-standard --directory | grep -v '^"' |
                sed 's/[][*?!#\\\\ ]/\\\\&/g; s,^,/,' >> .git/info/exclude""";

    private final Sandbox sandbox;
    private final Mirror mirror;
    private final Workspaces workspaces;

    BuildWorkspace(Sandbox sandbox, Mirror mirror, Workspaces workspaces) {
        this.sandbox = sandbox;
        this.mirror = mirror;
        this.workspaces = workspaces;
    }

    void bringUpTo(BranchName branch, CommitId commit) throws InterruptedException {
        SyncResult sync = workspaces.prepare(GitExec.in(sandbox), mirror, branch, Optional.of(commit), branch);
        if (!sync.head().equals(Optional.of(commit))) {
            script(FORCE, branch, commit);
        }
    }

    void tidy(BranchName branch, CommitId commit) throws InterruptedException {
        script(TIDY, branch, commit);
    }

    private void script(String script, BranchName branch, CommitId commit) throws InterruptedException {
        ExecResult result = sandbox.run(ExecSpec.of("/bin/sh", "-c", script, "sh", branch.value(), commit.value()));
        if (!result.ok()) {
            throw Problem.unavailable(
                            "image-checkout-failed",
                            "The image's work tree could not be brought to the newest commit",
                            result.error().strip())
                    .toException();
        }
    }

    /// What the texts of a recipe speak of.
    Variables variables(Map<String, String> said, Map<String, String> local) throws InterruptedException {
        boolean asksInside = said.values().stream().anyMatch(value -> value.contains("${containerEnv:"));
        return new Variables(sandbox.workspace(), mirror.id().value(), local, asksInside ? inside() : Map.of());
    }

    private Map<String, String> inside() throws InterruptedException {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String entry :
                List.of(sandbox.run(ExecSpec.of("env", "-0")).output().split("\0", -1))) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                variables.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return variables;
    }
}
