package dev.slipway.git;

import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.problem.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings a session's branch out of a work tree into the mirror. Which branch is ours to say; the place only sends a
/// pack, which is checked like any push.
final class Publishing {
    private static final Duration DEADLINE = Duration.ofMinutes(15);

    private final GitExec place;
    private final Mirror mirror;

    Publishing(GitExec place, Mirror mirror) {
        this.place = place;
        this.mirror = mirror;
    }

    Optional<CommitId> run(BranchName work) {
        if (!work.value().startsWith("slipway/")) {
            throw Problem.forbidden(
                            "not-a-session-branch",
                            "Only a session's own branch leaves its sandbox",
                            "`" + work.value() + "` does not begin with `slipway/`.")
                    .toException();
        }
        return Script.PUBLISH.run(place, List.of(place.workspace(), work.value()), Map.of(), DEADLINE, running -> {
            List<String> said = new Lines(running.stdout()).until("go");
            Optional<CommitId> inside = Lines.one(said, "tip").map(CommitId::new);
            Optional<CommitId> before = mirror.tip(work);
            if (inside.isEmpty() && before.isPresent()) {
                throw nothingThere(work);
            }
            boolean fresh = inside.isPresent()
                    && !inside.equals(before)
                    && (before.isPresent() || !isPartOfTheBase(work, inside.get()));
            if (!fresh) {
                answer(running, "none\n");
                return before;
            }
            CommitId tip = inside.get();
            answer(running, revisions(tip, Lines.of(said, "have")));
            receive(work, before, tip, new BufferedInputStream(running.stdout(), 64 * 1024));
            return inside;
        });
    }

    private static void answer(GitExec.Running running, String text) throws IOException {
        try (OutputStream in = running.stdin()) {
            in.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /// What `git pack-objects --revs` takes: the tip, and what the mirror has already.
    private String revisions(CommitId tip, List<String> offered) {
        StringBuilder lines = new StringBuilder("pack\n").append(tip.value()).append('\n');
        for (String have : offered) {
            if (have.matches("[0-9a-f]{40}") && mirror.contains(new CommitId(have))) {
                lines.append('^').append(have).append('\n');
            }
        }
        return lines.toString();
    }

    private void receive(BranchName work, Optional<CommitId> before, CommitId tip, BufferedInputStream pack)
            throws IOException {
        String lastOut = "refs/slipway/out/" + work.value();
        Optional<CommitId> ours = mirror.tipOf(lastOut);
        Receiving.ofSandbox(mirror).take(work, before, tip, pack, () -> {
            if (before.isPresent() && !before.equals(ours) && !mirror.isAncestor(before.get(), tip)) {
                throw Problem.conflict(
                                "branch-moved",
                                "Someone else pushed onto the session's branch",
                                "`" + work.value() + "` has commits that the sandbox does not know; they were kept.")
                        .withRemedy("Ask the agent to merge `origin/" + work.value() + "`; the next turn brings it in.")
                        .toException();
            }
        });
        mirror.moveRef(lastOut, ours, Optional.of(tip), "published");
    }

    private boolean isPartOfTheBase(BranchName work, CommitId tip) {
        Optional<CommitId> base = mirror.tipOf(Bringing.broughtIn(work));
        return base.isPresent() && mirror.contains(tip) && mirror.isAncestor(tip, base.get());
    }

    private static RuntimeException nothingThere(BranchName work) {
        return Problem.conflict(
                        "nothing-to-publish",
                        "The session's branch is gone from the sandbox",
                        "`" + work.value() + "` was brought out before and does not exist inside any more.")
                .withRemedy("Ask the agent to make it again from `origin/" + work.value() + "`.")
                .toException();
    }
}
